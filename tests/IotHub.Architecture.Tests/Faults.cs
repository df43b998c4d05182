namespace IotHub.Architecture.Tests;

/// <summary>Fails a test with every fault found, one a line, rather than with the first.</summary>
internal static class Faults
{
    public static void AssertNone(IEnumerable<string> faults)
    {
        var found = faults.Distinct().ToList();
        if (found.Count > 0)
        {
            Assert.Fail($"{found.Count} fault(s):\n{string.Join('\n', found)}");
        }
    }
}
