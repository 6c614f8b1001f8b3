import ArgumentParser

/// What `analyze embed` writes beside the map.
struct ResultOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the map was made, as JSON: parameters, versions, seed, divergence, quality.", valueName: "file"))
  var meta: String?

  @Flag(
    help: """
      Measure the map: trustworthiness, continuity, neighbours kept, accuracy of the nearest neighbour's label, and up to 20,000 \
      rows the exact KL divergence.
      """)
  var quality = false

  @Option(help: ArgumentHelp("Save what places new rows (pca), as NPZ.", valueName: "file"))
  var saveModel: String?

  @Option(help: ArgumentHelp("Save the state of t-SNE now and then, to go on from after an interruption.", valueName: "file"))
  var checkpoint: String?

  @Option(help: ArgumentHelp("How often to save the state.", valueName: "seconds"))
  var checkpointEvery = 60.0

  @Option(help: ArgumentHelp("Go on from a checkpoint of the same source and options.", valueName: "file"))
  var resume: String?

  @Flag(help: "Say the method, the memory and the time that it would take, and stop.")
  var plan = false

  @Option(help: ArgumentHelp("Draw the map: FILE.png, .svg or .pdf; or FILE.html, a page to explore it in a browser, with search, lasso and thumbnails.", valueName: "file"))
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "Write the rows, what is known of them, their pictures and the map for TensorBoard's Projector.", valueName: "folder"))
  var projector: String?
}
