package io.kaiye.cli;

import picocli.CommandLine.Command;

/** The versions of the models. */
@Command(name = "models", description = "List, show, promote, roll back, export and import models.")
final class ModelsCommand extends Group {}
