namespace IotHub.Broker.Limits;

/// <summary>
/// How often something may happen: so many times a second over a longer time, and at most a burst at once. Full at first. Whole numbers only, so
/// that nothing is lost to rounding; not for use by several threads at once.
/// </summary>
internal struct TokenBucket
{
    /// <summary>Thousandths of a token, so that one millisecond adds a whole number of them.</summary>
    private const long Token = 1000;

    private readonly int _perSecond;
    private readonly long _full;
    private long _level;
    private long _at;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="perSecond">Tokens added in a second.</param>
    /// <param name="burst">Tokens it holds.</param>
    /// <param name="now">Milliseconds on the broker's clock.</param>
    public TokenBucket(int perSecond, int burst, long now)
    {
        _perSecond = perSecond;
        _full = burst * Token;
        _level = _full;
        _at = now;
    }

    /// <summary>Takes a token if there is one.</summary>
    public bool TryTake(long now)
    {
        Fill(now);
        if (_level < Token)
        {
            return false;
        }

        _level -= Token;
        return true;
    }

    /// <summary>Milliseconds until there is a token; 0 when there is one.</summary>
    public long WaitMs(long now)
    {
        Fill(now);
        return _level >= Token ? 0 : (Token - _level + _perSecond - 1) / _perSecond;
    }

    /// <summary>Whether nothing was taken that has not come back: forgetting the bucket then changes nothing.</summary>
    public bool IsFull(long now)
    {
        Fill(now);
        return _level == _full;
    }

    private void Fill(long now)
    {
        // A clock that stands or went back adds nothing; the product cannot overflow before the level is full.
        var passed = Math.Clamp(now - _at, 0, _full);
        _level = Math.Min(_full, _level + (passed * _perSecond));
        _at = Math.Max(_at, now);
    }
}
