using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Tests.UsageEvents;

public sealed class UsageSourceTests
{
    private static readonly DateTimeOffset EpochStart = DateTimeOffset.UnixEpoch + (230 * UsageSource.Epoch);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, UsageSource.SecretBytes).Select(number => (byte)number)];

    [Fact]
    public void Of_WithinAnEpoch_IsOneName() => Assert.Equal(
        UsageSource.Of(Secret, ConsentClass.Usage, EpochStart), UsageSource.Of(Secret, ConsentClass.Product, EpochStart + UsageSource.Epoch - TimeSpan.FromTicks(1)));

    [Fact]
    public void Of_TheNextEpoch_IsAnotherNameExceptForWhatPartnersArePaidBy()
    {
        Assert.NotEqual(UsageSource.Of(Secret, ConsentClass.Usage, EpochStart), UsageSource.Of(Secret, ConsentClass.Usage, EpochStart + UsageSource.Epoch));
        Assert.Equal(UsageSource.Of(Secret, ConsentClass.Recommendation, EpochStart), UsageSource.Of(Secret, ConsentClass.Recommendation, EpochStart + UsageSource.Epoch));
    }

    [Fact]
    public void Of_AnotherSecret_IsAnotherName() => Assert.NotEqual(
        UsageSource.Of(Secret, ConsentClass.Usage, EpochStart), UsageSource.Of(new byte[UsageSource.SecretBytes], ConsentClass.Usage, EpochStart));

    [Fact]
    public void Of_AnyClass_IsAnUrnOfThirtyTwoDigits() => Assert.Matches("^urn:mihub:[0-9a-f]{32}$", UsageSource.Of(Secret, ConsentClass.Feedback, EpochStart));
}
