namespace IotHub.Contracts.Tests;

/// <summary>A test that reads real data; skipped where there is none, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(Repository.Corpus, "miot")) && !Repository.IsCi)
        {
            Skip = $"skipped: no corpus at {Repository.Corpus}";
        }
    }
}
