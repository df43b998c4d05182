using IotHub.Automation.Engine.People;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;
using IotHub.Devices;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <content>Who is at home.</content>
public sealed partial class AutomationEngine
{
    /// <summary>How many people a home has at most: a large family with all its guests.</summary>
    public const int PeopleMax = 64;

    /// <summary>Takes a person, new or changed. Whether they are at home is taken from their trackers at once, and sets nothing going.</summary>
    /// <param name="plan">The person.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    /// <param name="since">
    /// After a restart the last moment at which the hub is known to have looked, else null: who was on the way out by then still is, and counts as away
    /// at the time at which they would have.
    /// </param>
    /// <returns>False when the home has as many people as it may; nothing is changed then.</returns>
    public bool PutPerson(PersonPlan plan, DateTimeOffset now, ICollection<EngineEffect> effects, DateTimeOffset? since = null)
    {
        _effects = effects;
        var before = _people.Find(plan.Id);
        if (before is null && _people.Count >= PeopleMax)
        {
            return false;
        }

        _timers.Cancel(before?.Leaving);
        var person = new PersonState(plan);
        person.IsHome = person.Seen(Home) ?? before?.IsHome;
        if (person.IsHome == false && LeavesAt(person, before, since) is { } leaves)
        {
            person.IsHome = true;
            AwaitLeaving(person, leaves);
        }

        _people.Put(person);
        return true;
    }

    /// <summary>Forgets a person.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool RemovePerson(string id)
    {
        _timers.Cancel(_people.Find(id)?.Leaving);
        return _people.Remove(id);
    }

    /// <summary>Whether a person is at home; null where no tracker has said, or there is no such person.</summary>
    public bool? IsHome(string person) => _people.IsHome(person);

    private void OnTracked(StateChange change)
    {
        foreach (var person in _people.Tracking(change.Device.Name, change.Property.Key).ToArray())
        {
            var seen = person.Seen(Home);
            if (seen == true)
            {
                _timers.Cancel(person.Leaving);
                person.Leaving = null;
                OnPresence(person, true, change.Cause, change.At);
            }
            else if (seen == false && person.IsHome != false && person.Leaving is null)
            {
                if (person.IsHome is null || person.Plan.AwayAfter <= TimeSpan.Zero)
                {
                    OnPresence(person, false, change.Cause, change.At);
                }
                else
                {
                    AwaitLeaving(person, change.At + person.Plan.AwayAfter);
                }
            }
        }
    }

    /// <summary>When somebody whom no tracker sees any more counts as away; null where that has been already.</summary>
    private DateTimeOffset? LeavesAt(PersonState person, PersonState? before, DateTimeOffset? since)
    {
        if (person.Plan.AwayAfter <= TimeSpan.Zero || (before is null ? since is null : before.Leaving is null))
        {
            return null;
        }

        return person.LastSeenAt(Home) + person.Plan.AwayAfter is { } leaves && (since is null || leaves > since) ? leaves : null;
    }

    private void AwaitLeaving(PersonState person, DateTimeOffset at)
    {
        person.Leaving = new EngineTimer { Due = at, Kind = TimerKind.Away, Person = person };
        _timers.Add(person.Leaving);
    }

    private void OnPresence(PersonState person, bool isHome, Cause? cause, DateTimeOffset now)
    {
        if (person.IsHome == isHome)
        {
            return;
        }

        var wasKnown = person.IsHome is not null;
        person.IsHome = isHome;
        foreach (var entry in _keys.Find(new WatchKey(WatchKind.Presence, string.Empty)))
        {
            if (entry.Trigger == TriggerSet.Condition)
            {
                LookAgain(entry.Set, now);
            }
            else if (entry.Set.Plans[entry.Trigger] is TriggerPlan.Presence plan)
            {
                OnPresence(entry, plan, person, isHome, wasKnown, cause, now);
            }
            else
            {
                OnExpression(entry.Set, entry.Trigger, cause, wasKnown, now);
            }
        }
    }

    private void OnPresence(WatchEntry entry, TriggerPlan.Presence plan, PersonState person, bool isHome, bool wasKnown, Cause? cause, DateTimeOffset now)
    {
        if (!plan.Persons.IsEmpty && !plan.Persons.Contains(person.Plan.Id))
        {
            return;
        }

        var isMeant = plan.Change switch
        {
            PresenceChange.Arrives => isHome,
            PresenceChange.Leaves => !isHome,
            PresenceChange.FirstArrives => isHome && _people.AtHome == 1,
            _ => !isHome && _people.AtHome == 0,
        };

        // Whoever turns round ends the hold of having come or gone.
        var state = entry.Set.States[entry.Trigger];
        EndHold(entry.Set, state, 0);
        if (isMeant && wasKnown)
        {
            var why = $"{person.Plan.Name} {(isHome ? "came home" : "left")}";
            Happen(entry, plan.For, new TriggerEvent(why, EngineValues.OfPerson(person.Plan.Id), cause), now);
        }
    }
}
