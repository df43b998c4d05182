using IotHub.Automation.Actions;
using IotHub.Automation.Schedules.Clock;
using IotHub.Devices;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <content>
/// The clock. It is read before everything else of a step, so that no moment of the step is by a clock that is known to be wrong: where it was set, what
/// the hub had noted moves with it first, and schedules make up for what they did not see, or wait.
/// </content>
public sealed partial class HubLoop
{
    private ClockTrust? _clock;
    private ClockReading? _reading;

    // When this life of the hub began, by the clock as it is now.
    private DateTimeOffset? _begunAt;

    // Up to when schedules had seen everything before the start; set where the clock is believed before the first input.
    private DateTimeOffset? _unseenSince;

    private bool IsClockTrusted => _clock is not { IsTrusted: false };

    private void PrepareClock(StoredHome stored)
    {
        if (_options.Clock is { } limits)
        {
            _clock = ClockTrust.Begin(limits with { StoredAt = stored.LastAlive });

            // Nothing is armed yet that could have effects.
            _engine.BelieveClock(_clock.Phase, default, []);
        }
    }

    private void ReadClock(HubInput input, DateTimeOffset now)
    {
        _begunAt ??= now;
        if (input is HubInput.ClockRead { Reading: var reading } && _clock is not null)
        {
            Take(reading, now);
        }
    }

    private HubAnswer Confirm(HubInput.ConfirmClock confirm, DateTimeOffset now)
    {
        if (_clock is null || _reading is not { } last)
        {
            return HubAnswer.No("clock.not-read", "The hub goes by a clock that is driven, or has not read its clock yet.");
        }

        // Nothing passed since the last reading as far as the clock is concerned: the next one measures from it as before.
        Take(last with { IsConfirmed = true }, now);
        return HubAnswer.Yes(confirm.By);
    }

    private void Take(ClockReading reading, DateTimeOffset now)
    {
        _clock = _clock!.OnClock(reading, out var news);
        var before = _reading;
        _reading = reading with { IsConfirmed = false };
        if (!news.IsEmpty || before is null)
        {
            _engine.BelieveClock(_clock.Phase, now, _effects);
        }

        foreach (var item in news)
        {
            Take(item, now);
        }
    }

    private void Take(ClockNews news, DateTimeOffset now)
    {
        switch (news)
        {
            case ClockNews.Stepped(var by):
                SetClock(new ClockShift(by, _begunAt!.Value, now - by), now);
                break;
            case ClockNews.Untrusted(var why):
                _outputs.Add(new HubOutput.ClockBelieved(false, why, now));
                _outputs.Add(new HubOutput.Notified(
                    [], "Clock", $"{why} Set it, or let the hub reach a time server.", Urgency.Normal, string.Empty, _causes.Root(CauseOrigin.Time, "clock"), now));
                break;
            case ClockNews.Trusted(var why):
                _outputs.Add(new HubOutput.ClockBelieved(true, why, now));
                break;
            case ClockNews.Absent(var from, _) when _restored is not null:
                // What automations remembered is not there yet.
                _unseenSince = from;
                break;
            case ClockNews.Absent(var from, _):
                _engine.RenewSchedules(now);
                _engine.CatchUp(from, now, _effects);
                break;
            case ClockNews.Back:
                _engine.RenewSchedules(now);
                break;
        }
    }

    private void SetClock(ClockShift shift, DateTimeOffset now)
    {
        _begunAt = shift.Moved(_begunAt);
        (_startsAt, _settlesAt) = (shift.Moved(_startsAt), shift.Moved(_settlesAt));
        (_countsAt, _aliveAt) = (shift.Moved(_countsAt), shift.Moved(_aliveAt));
        _home.Shift(shift);
        _commands.Shift(shift);
        _availability.Shift(shift);
        _engine.OnClockSet(shift, now, _effects);
        _outputs.Add(new HubOutput.ClockSet(shift.By, Snapshot(now)));
    }
}
