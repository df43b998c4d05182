using Xunit;

namespace IotHub.Testing;

/// <summary>As <see cref="CorpusFactAttribute"/>, for a test with several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery whether the test is skipped.</summary>
    public CorpusTheoryAttribute()
    {
        if (!Corpus.IsPresent && !Corpus.IsRequired)
        {
            Skip = "no corpus: set IOTHUB_CORPUS to the folder that holds it";
        }
    }
}
