/// The largest |a - b| / max(1, |b|) over two sequences; infinite where their lengths or their non-finite values differ.
public func relativeDifference(_ a: some Collection<some BinaryFloatingPoint>, _ b: some Collection<some BinaryFloatingPoint>)
  -> Double
{
  guard a.count == b.count else { return .infinity }
  var worst = 0.0
  for (x, y) in zip(a, b) {
    let (x, y) = (Double(x), Double(y))
    if x == y || (x.isNaN && y.isNaN) { continue }
    guard x.isFinite, y.isFinite else { return .infinity }
    worst = max(worst, abs(x - y) / max(1, abs(y)))
  }
  return worst
}
