using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices.State;

namespace IotHub.Automation.Preview;

/// <summary>
/// Tries a draft against what was recorded, with no effect. The draft runs alone: values are those that were recorded, whatever it commands, and other
/// automations do what they did. Beside it the saved version is told the same, for the difference, and once more with the interruptions that it really
/// had, to see how many of its recorded runs come out again.
/// </summary>
public sealed class AutomationPreview
{
    private readonly PreviewQuestion _question;
    private readonly RecordedBeginning _beginning;
    private readonly PreviewHome _home;
    private readonly PreviewStage _draft;
    private readonly PreviewStage? _saved;
    private readonly PreviewStage? _real;
    private readonly PreviewStage[] _stages;
    private readonly List<(int Place, StateChange Change)> _changes = [];

    // The input that is being gathered: the changes of its message, and what automations did because of it.
    private RecordedHappening? _input;
    private readonly List<RecordedHappening.Change> _message = [];
    private readonly List<RecordedHappening> _doings = [];
    private readonly PreviewUnknowns _unknowns = new();
    private DateTimeOffset _now;
    private long _count;

    private AutomationPreview(PreviewQuestion question, RecordedBeginning beginning)
    {
        (_question, _beginning, _now) = (question, beginning, beginning.At);
        _home = new PreviewHome(question.Devices);
        foreach (var change in beginning.Values)
        {
            _home.Begin(change);
        }

        foreach (var happening in beginning.Happenings)
        {
            Stand(happening);
        }

        _draft = new PreviewStage(question, question.Draft, _home, beginning);
        if (question.Saved is { } saved)
        {
            _saved = new PreviewStage(question, saved, _home, beginning);
            _real = question.IsScenario ? null : new PreviewStage(question, saved, _home, beginning);
        }

        _stages = [.. new[] { _draft, _saved, _real }.OfType<PreviewStage>()];
    }

    /// <summary>Runs it.</summary>
    /// <param name="question">What is to be tried.</param>
    /// <param name="beginning">How the home stood where the recording begins.</param>
    /// <param name="recorded">What happened from there on, in order of time, then of <see cref="RecordedHappening.Order"/>; of one message in order of place. Read once, one at a time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PreviewResult Run(PreviewQuestion question, RecordedBeginning beginning, IEnumerable<RecordedHappening> recorded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(beginning);
        ArgumentNullException.ThrowIfNull(recorded);
        var preview = new AutomationPreview(question, beginning);
        preview.Begin();
        preview.Replay(recorded, cancellationToken);
        return preview.Finish();
    }

    private void Begin()
    {
        _draft.Put(_now, _beginning.RunsBefore);
        _saved?.Put(_now, _beginning.RunsBefore);
        var standing = _beginning.Happenings.OfType<RecordedHappening.Standing>().LastOrDefault(standing => standing.Automation == _question.Draft.Id);
        if (_real is not null && _question.SavedAt <= _now && standing is null or { IsActive: true })
        {
            _real!.Put(_now, _beginning.RunsBefore);
        }
    }

    private void Replay(IEnumerable<RecordedHappening> recorded, CancellationToken cancellationToken)
    {
        foreach (var happening in recorded)
        {
            if (happening.At >= _question.To)
            {
                break;
            }

            if ((++_count & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!IsOfInput(happening))
            {
                TakeInput();
                _input = happening;
            }

            if (RecordedCall.IsDoing(happening))
            {
                _doings.Add(happening);
            }
            else if (happening is RecordedHappening.Change change)
            {
                _message.Add(change);
            }
        }

        TakeInput();
        foreach (var stage in _stages)
        {
            stage.AdvanceTo(_question.To, isInclusive: false);
        }
    }

    /// <summary>
    /// Whether it belongs to the input that is being gathered: another change of its message, or what automations did when they were told of it. What
    /// they had due by themselves is an input of its own.
    /// </summary>
    private bool IsOfInput(RecordedHappening happening)
    {
        if (_input is not { } input || input.At != happening.At)
        {
            return false;
        }

        return happening is RecordedHappening.Change
            ? input is RecordedHappening.Change && _doings.Count == 0 && input.Order == happening.Order
            : RecordedCall.IsDoing(happening)
                && (!happening.IsDue || (_doings.Count > 0 && _doings[^1].IsDue && _doings[^1].Call == happening.Call));
    }

    /// <summary>Takes in what happened, and what came of it.</summary>
    private void TakeInput()
    {
        if (_input is not { } input)
        {
            return;
        }

        if (input is not RecordedHappening.HubStarted)
        {
            AdvanceTo(input);
            if (RecordedCall.ActorOf(input) != _question.Draft.Id)
            {
                SettleAll(input.At);
            }
        }

        if (_message.Count > 0)
        {
            Decide();
        }
        else if (_doings.Count == 0)
        {
            Take(input);
        }
        else
        {
            var isTold = false;
            foreach (var call in RecordedCall.Split(_doings))
            {
                Follow(call, isTold || RecordedCall.IsDoing(input) ? Nothing : () => Take(input));
                SettleAll(input.At);
                isTold = true;
            }
        }

        SettleAll(input.At);
        _message.Clear();
        _doings.Clear();
        _input = null;
    }

    private void SettleAll(DateTimeOffset now) => Array.ForEach(_stages, stage => stage.Settle(now));

    /// <summary>All changes of a message are in the home before any is decided on.</summary>
    private void Decide()
    {
        foreach (var change in _message)
        {
            if (_home.Apply(change) is { } applied)
            {
                _changes.Add((change.Place, applied));
            }
        }

        var calls = _doings.Count > 0 ? RecordedCall.Split(_doings) : [];
        var next = 0;
        foreach (var (place, change) in _changes)
        {
            var isTold = false;
            for (; next < calls.Count && calls[next].Number <= place; next++)
            {
                var isOfThis = calls[next].Number == place && !isTold;
                Follow(calls[next], isOfThis ? () => TellAll(change) : Nothing);
                isTold |= isOfThis;
            }

            if (!isTold)
            {
                TellAll(change);
            }

            SettleAll(change.At);
        }

        for (; next < calls.Count; next++)
        {
            Follow(calls[next], Nothing);
        }

        _changes.Clear();
    }

    private void TellAll(StateChange change)
    {
        foreach (var stage in _stages)
        {
            stage.Tell(change);
        }
    }

    private void Follow(RecordedCall call, Action tell) => call.Follow(_question.Draft.Id, (_input as RecordedHappening.SceneRan)?.Ticket ?? 0, tell, _stages);

    private static void Nothing()
    {
        // Only others heard of it.
    }

    private void AdvanceTo(RecordedHappening happening)
    {
        // What was due comes before what ours had due at the same moment; of what automations had due, in the order in which it was, then of their ids.
        var isFirst = happening.IsDue && (RecordedCall.ActorOf(happening) is not { } actor || string.CompareOrdinal(actor, _question.Draft.Id) < 0);
        _now = happening.At > _now ? happening.At : _now;
        foreach (var stage in _stages)
        {
            stage.AdvanceTo(happening.Due ?? happening.At, isInclusive: !isFirst);
        }
    }

    private void Take(RecordedHappening happening)
    {
        if (happening is RecordedHappening.HubStarted started)
        {
            Restart(started);
            return;
        }

        switch (happening)
        {
            case RecordedHappening.AvailabilityNews standing:
                _home.Become(standing.Device, standing.Becomes);
                if (_home.TryGetDevice(standing.Device, out var there))
                {
                    Array.ForEach(_stages, stage => stage.TellAvailability(there, standing));
                }

                break;
            case RecordedHappening.Event occurred:
                if (_home.TryGetDevice(occurred.Device, out var device) && device.Contract.TryGetEvent(occurred.Name, out var kind))
                {
                    var arguments = kind.Arguments
                        .Select(argument => (argument, occurred.Arguments.FirstOrDefault(given => given.Property == argument.Key)))
                        .Where(pair => pair.Item2 is not null)
                        .Select(pair => new PropertyReading(pair.argument, pair.Item2!.Value));
                    var message = new EventMessage(kind, [.. arguments], null);
                    Array.ForEach(_stages, stage => stage.TellEvent(device, message, occurred));
                }

                break;
            case RecordedHappening.SaidAgain said:
                if (_home.Confirm(said) is { } confirmed)
                {
                    Array.ForEach(_stages, stage => stage.TellSaidAgain(confirmed.Device, confirmed.Property, said.At));
                }

                break;
            case RecordedHappening.Standing put when put.Automation == _question.Draft.Id:
                PutAsRecorded(put);
                break;
            default:
                _unknowns.Look(happening);
                Array.ForEach(_stages, stage => stage.Tell(happening));
                break;
        }
    }

    /// <summary>The saved version as it really was: put anew where it was saved, switched on, or its devices changed.</summary>
    private void PutAsRecorded(RecordedHappening.Standing standing)
    {
        if (_question.Saved is not { } saved || _real is null)
        {
            return;
        }

        if (standing.IsActive && (standing.Version == saved.Version || saved.Version == 0))
        {
            _real.Put(standing.At, _beginning.RunsBefore);
        }
        else
        {
            _real.Withdraw(standing.At);
        }
    }

    private void Restart(RecordedHappening.HubStarted started)
    {
        foreach (var stage in _stages)
        {
            stage.AdvanceTo(started.LastAlive, isInclusive: true);
        }

        _now = started.At > _now ? started.At : _now;
        _home.Forget();
        foreach (var stage in _stages)
        {
            stage.Restart(started);
        }
    }

    /// <summary>Takes in how things stood at the beginning.</summary>
    private void Stand(RecordedHappening happening)
    {
        switch (happening)
        {
            case RecordedHappening.AvailabilityNews news:
                _home.Become(news.Device, news.Becomes);
                break;
            case RecordedHappening.HubStarted:
                _home.Forget();
                break;
        }
    }

    private PreviewResult Finish()
    {
        var (differences, count) = PreviewComparison.Differences(_draft.Log, _saved?.Log);
        return new PreviewResult(_question.From, _question.To, _draft.Log.Outcome())
        {
            Saved = _saved?.Log.Outcome(),
            Differences = differences,
            DifferenceCount = count,
            Reproduction = _real is null ? null : PreviewComparison.Reproduction(_question, _beginning, _real.Log),
            Unknown = _unknowns.Say(_question, _beginning, lacksResults: Array.Exists(_stages, stage => stage.LacksResults), isCut: Array.Exists(_stages, stage => stage.Log.IsCut)),
            Happenings = _count,
        };
    }
}
