using Xunit;

namespace IotHub.Testing;

/// <summary>
/// A test on real data: skipped, with the reason, where the data is absent; run, and so failed, under <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery whether the test is skipped.</summary>
    public CorpusFactAttribute()
    {
        if (!Corpus.IsPresent && !Corpus.IsRequired)
        {
            Skip = "no corpus: set IOTHUB_CORPUS to the folder that holds it";
        }
    }
}
