// The whole book in a real browser: CONTRIBUTING.md tells how it is run.
[assembly: Xunit.AssemblyTrait("Suite", "Slow")]
