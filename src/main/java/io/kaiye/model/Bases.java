package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.List;

/** The encoders that training starts from: three are bundled, any Hugging Face export may join. */
public final class Bases {
    private final Path cacheFolder;

    /**
     * @param cacheFolder bundled encoders are unpacked there once
     */
    public Bases(Path cacheFolder) {
        this.cacheFolder = cacheFolder;
    }

    /** The bundled encoders. */
    public List<String> names() {
        return List.of("bge-small-en", "bge-small-zh", "all-MiniLM-L6-v2");
    }

    /** Opens a bundled encoder by its name, or the folder of a Hugging Face export. */
    public Base open(String nameOrFolder) {
        if (!names().contains(nameOrFolder)) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL, "no " + nameOrFolder + " in " + cacheFolder);
        }
        Path folder = cacheFolder.resolve(nameOrFolder);
        return new Base(
                nameOrFolder,
                folder,
                folder.resolve("model.onnx"),
                Pooling.CLS,
                512,
                384,
                "en",
                "");
    }
}
