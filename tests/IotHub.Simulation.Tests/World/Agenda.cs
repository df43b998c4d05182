namespace IotHub.Simulation.Tests.World;

/// <summary>What is to happen, in order of time; what is due together happens in the order it was planned. Time is what has passed since the start.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _planned = new();
    private long _order;

    public TimeSpan Now { get; private set; }

    public TimeSpan? NextAt => _planned.TryPeek(out _, out var key) ? key.At : null;

    public void Plan(TimeSpan at, Action happening) => _planned.Enqueue(happening, (at < Now ? Now : at, _order++));

    public void PlanAfter(TimeSpan delay, Action happening) => Plan(Now + delay, happening);

    /// <summary>Goes on to a time and does what is due by then.</summary>
    public void GoTo(TimeSpan time)
    {
        Now = time > Now ? time : Now;
        while (_planned.TryPeek(out _, out var key) && key.At <= Now)
        {
            _planned.Dequeue()();
        }
    }
}
