/**
 * Personal data in English and Chinese text: finding it ({@link
 * io.kaiye.privacy.PersonalDataFinder}), replacing it ({@link io.kaiye.privacy.Deidentifier}) and
 * keeping what was replaced in an encrypted file ({@link io.kaiye.privacy.TokenVault}). Nothing
 * here asks the network, and no report holds a value.
 *
 * <p>May depend on: base. libphonenumber and Tink are used nowhere else: {@link
 * io.kaiye.privacy.AesKey} encrypts for other rooms.
 */
@NullMarked
package io.kaiye.privacy;

import org.jspecify.annotations.NullMarked;
