import ArgumentParser

/// Where the edges of bins lie.
enum BinScale: String, CaseIterable, ExpressibleByArgument {
  case linear, log, tensorboard
}
