/// Products by their definition, in Double.
enum Reference {
  static func matmul(_ a: [Double], _ b: [Double], m: Int, n: Int, k: Int) -> [Double] {
    var c = [Double](repeating: 0, count: m * n)
    for i in 0..<m {
      for l in 0..<k {
        let left = a[i * k + l]
        for j in 0..<n { c[i * n + j] += left * b[l * n + j] }
      }
    }
    return c
  }
}
