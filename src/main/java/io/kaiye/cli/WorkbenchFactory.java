package io.kaiye.cli;

import java.nio.file.Path;

/** Opens the rooms on a home folder. */
@FunctionalInterface
public interface WorkbenchFactory {
    Workbench open(Path home);
}
