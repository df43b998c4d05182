namespace IotHub.Testing.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void Constructor_SameSeed_RepeatsTheSequenceAndPrintsTheSeed()
    {
        var lines = new List<string>();
        var first = new SeededRandom(42, lines.Add);
        var second = new SeededRandom(42);

        Assert.Equal(Enumerable.Range(0, 20).Select(_ => first.Next()), Enumerable.Range(0, 20).Select(_ => second.Next()));
        Assert.Equal(["seed 42; replay with IOTHUB_SEED=42"], lines);
    }
}
