// The whole book in a real browser: CONTRIBUTING.md tells how it is run.
[assembly: Xunit.Trait("Suite", "Slow")]
