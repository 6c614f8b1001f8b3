import ArgumentParser

/// All that `analyze embed` can be asked for.
struct EmbeddingRequest: ParsableArguments {
  @OptionGroup(title: "Source") var source: SourceOptions
  @OptionGroup(title: "Run directories") var part: RunOptions
  @OptionGroup(title: "Method") var method: EmbeddingOptions
  @OptionGroup(title: "t-SNE") var tsne: TSNEOptions
  @OptionGroup(title: "More results") var results: ResultOptions
  @OptionGroup(title: "Pictures") var picture: PictureOptions
  @OptionGroup(title: "Running") var execution: ExecutionOptions
}
