using IotHub.Insights.Consumables;

namespace IotHub.Simulation.Tests.Wear;

/// <summary>One part of one simulated device: what was said of it while it wore, and what then came true.</summary>
internal sealed class PartLives(string kind, ConsumablePart part, int leadDays)
{
    private readonly List<PartForecast> _said = [];
    private DateTimeOffset? _lowAt;
    private bool _lowByContract;
    private DateTimeOffset? _began;

    /// <summary>What it is, <c>filter of air-purifier</c>.</summary>
    public string Kind { get; } = kind;

    /// <summary>How the device tells.</summary>
    public ConsumablePart Part { get; } = part;

    /// <summary>Whether a counter says that it is used up.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>A counter said a value.</summary>
    public void Hear(double value, DateTimeOffset now, WearFigures figures)
    {
        _began ??= now;
        if (value > 0)
        {
            return;
        }

        if (!IsEmpty)
        {
            figures.Count(Kind, _said, now);
            figures.CountLow(Kind, _began.Value, _lowAt, _lowByContract, leadDays, now);
        }

        IsEmpty = true;
        _said.Clear();
    }

    /// <summary>What the hub thinks of it.</summary>
    public void Note(ConsumableState state, DateTimeOffset now)
    {
        if (state.IsLow && _lowAt is null && !IsEmpty)
        {
            _lowAt = now;
            _lowByContract = state.Share <= Part.LowPercent || state.Time?.Value <= Part.LowTime;
        }
        else if (!state.IsLow && !IsEmpty)
        {
            _lowAt = null;
        }

        if (IsEmpty && state.Share > 50 && state.Level?.Value is null or > 50)
        {
            (IsEmpty, _lowAt, _began) = (false, null, now);
        }
    }

    /// <summary>A forecast was asked for.</summary>
    public void Ask(ConsumableForecast forecast, DateTimeOffset now)
    {
        if (!IsEmpty && forecast.DaysLeft is not null)
        {
            _said.Add(new PartForecast(now, forecast));
        }
    }
}
