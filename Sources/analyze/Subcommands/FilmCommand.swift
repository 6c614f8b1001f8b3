import ArgumentParser
import Fathom

/// `analyze film`: how something in a network changed over its training, as a film.
struct FilmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "film", abstract: "Show how a network changed over its training: GIF, a page with a slider, or a contact sheet.",
    discussion: """
      Kinds:

      \(FilmKind.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

      FILE.gif plays for ever; FILE.html is a page with a slider, which needs nothing else; FILE.png, .svg or .pdf shows some frames \
      beside each other; FILE.csv holds the maps of embedding: index,x,y,step, then label and name. Where a film would have too many frames or bytes, evenly spread ones are taken, and a line says how many.
      """)

  @Argument(help: ArgumentHelp("One of these kinds.", valueName: "kind")) var kind: FilmKind
  @Argument(help: ArgumentHelp("A run directory.", valueName: "run")) var source: String
  @OptionGroup(title: "What is shown") var view: ViewOptions
  @OptionGroup(title: "The film") var film: FilmOptions
  @OptionGroup(title: "Films of maps") var map: FilmMapOptions
  @OptionGroup(title: "The picture") var picture: PictureOptions
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func run() throws {
    execution.apply()
    let progress = Progress(execution.progress)
    defer { progress.finish() }
    if kind == .embedding {
      if map.logits, !view.layer.isEmpty { throw Failure(.usage, "--logits and --layer each choose what to map: give one") }
      try EmbeddingFilmJob(plan, progress).run()
    } else {
      try FilmJob(plan, kind, progress).run()
    }
  }

  private var plan: FilmPlan {
    var shown = PlotPlan([source])
    view.fill(&shown)
    (shown.style, shown.title) = (picture.style, picture.title)
    var plan = FilmPlan(shown, output: execution.output)
    (plan.fitsImages, plan.pageTheme) = (picture.size == .screen, picture.theme)
    (plan.steps, plan.frames, plan.delay) = (film.steps?.steps, film.frames, film.delay)
    (plan.byteLimit, plan.highlight) = (film.maxSize.bytes, film.highlight)
    (plan.perplexity, plan.tie) = (map.perplexity, map.tie)
    (plan.memoryLimit, plan.seed) = (execution.maxMemory, execution.seed ?? ExecutionOptions.defaultSeed)
    return plan
  }
}

/// What films have beside what pictures have.
struct FilmOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only the steps from A to B.", valueName: "a:b")) var steps: StepRange?
  @Option(help: ArgumentHelp("The most frames.", valueName: "n")) var frames = 200
  @Option(help: ArgumentHelp("Seconds that a frame stays.", valueName: "seconds")) var delay = 0.1
  @Option(help: ArgumentHelp("The most bytes of a GIF or a page, for example 2MB.", valueName: "size")) var maxSize = ByteSize(bytes: 10_000_000)
  @Option(help: ArgumentHelp("updates: the share of the greatest changes that have the full colour.", valueName: "share")) var highlight = 0.0001

  func validate() throws {
    if frames < 1 { throw ValidationError("--frames takes a number from 1 up, not \(frames)") }
    if !(0.02...600).contains(delay) { throw ValidationError("--delay takes 0.02 to 600 seconds, not \(delay)") }
    if !(highlight > 0 && highlight <= 1) { throw ValidationError("--highlight takes a share between 0 and 1, not \(highlight)") }
  }
}

/// What the film of a map has.
struct FilmMapOptions: ParsableArguments {
  @Flag(help: "embedding: map the probe samples by their logits, as without --layer.") var logits = false
  @Option(help: "embedding: how many neighbours count, roughly.") var perplexity = 30.0
  @Option(
    help: ArgumentHelp(
      "embedding: how firmly a point is tied to its place one step before: the weight of the squared distances beside the divergence. 0: not at all.",
      valueName: "lambda"))
  var tie: Float = 0.1

  func validate() throws {
    if !(perplexity >= 1 && perplexity.isFinite) { throw ValidationError("--perplexity takes a number from 1 up, not \(perplexity)") }
    if !(tie >= 0 && tie.isFinite) { throw ValidationError("--tie takes a number from 0 up, not \(tie)") }
  }
}

/// A range of steps, both ends in it, either may be left out.
struct StepRange: Hashable, ExpressibleByArgument {
  var steps: ClosedRange<Int>

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let ends = [(parts[0], 0), (parts[1], Int.max)].map { text, missing in text.isEmpty ? missing : Int(text) }
    guard let first = ends[0], let last = ends[1], first >= 0, first <= last else { return nil }
    steps = first...last
  }
}

extension FilmKind: ExpressibleByArgument {}
