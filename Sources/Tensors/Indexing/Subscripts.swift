extension Tensor {
  /// The elements that an index selects, as NumPy's basic and advanced indexing do.
  ///
  /// Integers, ranges, slices, `.ellipsis` and `.newAxis` give a view; positions in arrays and masks give a copy. Assigning broadcasts
  /// the new value into the selected elements, and mutating (`t[1...] += 1`, `t[mask].fill(0)`) happens in place.
  ///
  ///     t[0]                     // the first row
  ///     t[1..., .slice(step: -1)]
  ///     t[.ellipsis, .newAxis]
  ///     t[t .< 0].fill(0)
  public subscript(_ indices: any TensorIndex...) -> Tensor {
    get {
      let selection = Selection(layout, indices)
      return selection.picked == nil ? Tensor(storage: storage, layout: selection.view) : gathered(selection)
    }
    set {
      // Old elements of this very tensor are read before any is overwritten.
      let value = newValue.storage === storage ? newValue.copied() : newValue
      makeWritable()
      write(value, to: Selection(layout, indices))
    }
    _modify {
      makeWritable()
      let selection = Selection(layout, indices)
      if selection.picked == nil {
        var view = Tensor(storage: Storage(lending: storage), layout: selection.view)
        weak let loan = view.storage
        defer {
          let isInPlace = view.storage === loan && view.layout == selection.view
          if !(isInPlace && isKnownUniquelyReferenced(&view.storage)) {
            // The view was replaced as a whole, or somebody kept a copy of it, who shall not see what happens to this memory later.
            let value = isInPlace ? nil : view.storage === loan ? view.copied() : view
            view.storage = Storage(uninitialized: 0)
            if loan != nil { self = copied() }
            if let value { write(value, to: Selection(layout, indices)) }
          }
        }
        yield &view
      } else {
        var copy = gathered(selection)
        defer { write(copy, to: selection) }
        yield &copy
      }
    }
  }

  /// Writes elements in place: whoever calls has made this tensor writable.
  func write(_ value: Tensor, to selection: Selection) {
    let shape = selection.shape
    let source = value.layoutBroadcast(to: shape)
    if selection.picked == nil {
      StridedCopy.copy(value.storage.pointer, source, to: storage.pointer, selection.view)
    } else {
      scatter(value.broadcast(to: shape).contiguous(), to: selection)
    }
  }
}
