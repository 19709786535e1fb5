import Glibc

/// Ends the process with the property that did not hold; the fuzzer then keeps the input that broke it.
func demand(_ holds: Bool, _ property: @autoclosure () -> String) {
    if holds { return }
    let text = Array("property broken: \(property())\n".utf8)
    // There is nobody to tell that telling failed.
    _ = write(STDERR_FILENO, text, text.count)
    abort()
}
