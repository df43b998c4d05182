using IotHub.Broker.Limits;

namespace IotHub.Broker.Tests;

public class TokenBucketTests
{
    [Theory]
    [InlineData(499, true)]
    [InlineData(500, false)]
    [InlineData(501, false)]
    public void TryTake_AfterSoManyAtOnce_IsGivenUpToTheBurst(int taken, bool next)
    {
        var bucket = new TokenBucket(100, 500, 0);
        for (var i = 0; i < taken; i++)
        {
            Assert.Equal(i < 500, bucket.TryTake(0));
        }

        Assert.Equal(next, bucket.TryTake(0));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public void TryTake_SoManyMillisecondsAfterTheLast_IsGivenAtTheRate(int milliseconds, bool given)
    {
        var bucket = new TokenBucket(100, 1, 0);
        Assert.True(bucket.TryTake(0));
        Assert.Equal(given, bucket.TryTake(milliseconds));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(3, 334)]
    [InlineData(20, 50)]
    [InlineData(1000, 1)]
    public void WaitMs_OfAnEmptyBucket_IsExactlyWhenTheNextIsGiven(int perSecond, int wait)
    {
        var bucket = new TokenBucket(perSecond, 1, 7);
        Assert.Equal(0, bucket.WaitMs(7));
        Assert.True(bucket.TryTake(7));
        Assert.Equal(wait, bucket.WaitMs(7));
        Assert.False(bucket.TryTake(7 + wait - 1));
        Assert.True(bucket.TryTake(7 + wait));
    }

    [Fact]
    public void TryTake_OverALongTimeInOddSteps_GivesTheRateAndTheBurst()
    {
        var bucket = new TokenBucket(7, 3, 0);
        var given = 0;
        for (long now = 0; now <= 60_000; now += 13)
        {
            given += bucket.TryTake(now) ? 1 : 0;
        }

        // 60 s at 7 a second and the burst; the last step is at 59,995 ms, 0.035 tokens short.
        Assert.Equal((60 * 7) + 3 - 1, given);
    }

    [Fact]
    public void TryTake_ClockThatStandsOrGoesBack_GivesNothing()
    {
        var bucket = new TokenBucket(1, 1, 5_000);
        Assert.True(bucket.TryTake(5_000));
        Assert.False(bucket.TryTake(0));
        Assert.False(bucket.TryTake(5_999));
        Assert.True(bucket.TryTake(6_000));
    }

    [Fact]
    public void IsFull_AfterTakingAndWaiting_SaysWhenNothingIsMissing()
    {
        var bucket = new TokenBucket(2, 2, 0);
        Assert.True(bucket.IsFull(0));
        Assert.True(bucket.TryTake(0));
        Assert.False(bucket.IsFull(499));
        Assert.True(bucket.IsFull(500));
        Assert.True(bucket.IsFull(long.MaxValue));
    }
}
