namespace IotHub.Automation.Preview;

/// <summary>
/// What automations did within one call of the engine, in turns: those who heard of the input, in the order of their ids, then those who heard of each
/// thing that came of it, one after the other. It is gone through again in the same order, with one automation that hears it anew among them.
/// </summary>
internal sealed class RecordedCall
{
    private readonly IReadOnlyList<RecordedHappening> _doings;

    // What is still to be told; what was asked for comes first, as in the engine.
    private readonly Queue<RecordedHappening> _asked = new();
    private readonly Queue<RecordedHappening> _told = new();
    private readonly HashSet<int> _turns = [];

    private RecordedCall(IReadOnlyList<RecordedHappening> doings) => _doings = doings;

    /// <summary>Which call of its input it was.</summary>
    public int Number => _doings[0].Call;

    /// <summary>True for what automations did, where it is not somebody else who did it.</summary>
    public static bool IsDoing(RecordedHappening happening) => happening
        is RecordedHappening.RunNews or RecordedHappening.SceneRan { By.Length: > 0 } or RecordedHappening.Asked { By.Length: > 0 } or RecordedHappening.Called or RecordedHappening.Remembered;

    /// <summary>Which automation did it; null for what none did.</summary>
    public static string? ActorOf(RecordedHappening happening) => happening switch
    {
        RecordedHappening.RunNews news => news.Automation,
        RecordedHappening.SceneRan { By.Length: > 0 } scene => scene.By,
        RecordedHappening.Asked { By.Length: > 0 } asked => asked.By,
        RecordedHappening.Remembered remembered => remembered.By,
        RecordedHappening.Called called => called.Automation,
        _ => null,
    };

    /// <summary>What was done within each call, in order; where an automation switches another on or off, one call may lie within another.</summary>
    /// <param name="doings">All, at least one.</param>
    public static IReadOnlyList<RecordedCall> Split(IReadOnlyList<RecordedHappening> doings)
    {
        var calls = new List<RecordedCall>();
        var current = new List<RecordedHappening>();
        foreach (var doing in doings)
        {
            if (current.Count > 0 && (doing.Call != current[^1].Call || (doing.Turn == 0 && current[^1].Turn != 0)))
            {
                calls.Add(new RecordedCall(current));
                current = [];
            }

            current.Add(doing);
        }

        calls.Add(new RecordedCall(current));
        return calls;
    }

    /// <summary>Goes through it.</summary>
    /// <param name="own">The automation that hears it anew.</param>
    /// <param name="turn">The turn in which the input was heard of: 0, except for a scene that a person ran.</param>
    /// <param name="tell">Tells it the input.</param>
    /// <param name="stages">Its versions.</param>
    public void Follow(string own, int turn, Action tell, PreviewStage[] stages)
    {
        Take(turn, own, tell, stages);
        while (true)
        {
            if (_asked.TryDequeue(out var next) || _told.TryDequeue(out next))
            {
                Take(next.Ticket, own, () => Array.ForEach(stages, stage => stage.Hear(next)), stages);
                if (next is RecordedHappening.RunNews news)
                {
                    Take(news.Ticket == 0 ? 0 : news.Ticket + 1, own, () => Array.ForEach(stages, stage => stage.HearStanding(news)), stages);
                }
            }
            else if (_doings.FirstOrDefault(doing => !_turns.Contains(doing.Turn)) is { } left)
            {
                // They heard of something that is not on record as theirs to tell, such as that an automation was switched off.
                Take(left.Turn, own, () => { }, stages);
            }
            else
            {
                return;
            }
        }
    }

    private void Take(int turn, string own, Action tell, PreviewStage[] stages)
    {
        // What nobody heard of has no turn.
        var doings = _turns.Add(turn) ? _doings.Where(doing => doing.Turn == turn) : [];
        foreach (var doing in doings.Where(doing => IsBefore(doing, own)))
        {
            Do(doing, own, stages);
        }

        tell();
        foreach (var doing in doings.Where(doing => !IsBefore(doing, own)))
        {
            Do(doing, own, stages);
        }

        foreach (var doing in doings)
        {
            switch (doing)
            {
                case RecordedHappening.Asked asked:
                    _asked.Enqueue(asked);
                    break;
                case RecordedHappening.RunNews or RecordedHappening.SceneRan:
                    _told.Enqueue(doing);
                    break;
            }
        }
    }

    /// <summary>What others did is so from here on, before anybody hears of it.</summary>
    private static void Do(RecordedHappening doing, string own, PreviewStage[] stages)
    {
        switch (doing)
        {
            case RecordedHappening.RunNews news when news.Automation != own:
                Array.ForEach(stages, stage => stage.Follow(news));
                break;
            case RecordedHappening.Remembered:
                Array.ForEach(stages, stage => stage.Tell(doing));
                break;
        }
    }

    private static bool IsBefore(RecordedHappening doing, string own) => string.CompareOrdinal(ActorOf(doing), own) < 0;
}
