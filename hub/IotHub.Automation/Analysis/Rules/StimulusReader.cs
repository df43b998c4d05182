using System.Collections.Immutable;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>Unfolds triggers into the things that set them off.</summary>
internal static class StimulusReader
{
    public static IEnumerable<Stimulus> Read(TriggerPlan trigger, int index, GuardReader guards)
    {
        // A condition may ask which trigger it was.
        var fired = new Facts { Triggers = [trigger.Id] };
        return trigger switch
        {
            TriggerPlan.Property property => Enumerable.Range(0, property.Watched.Length).Select(watch => Watched(property, watch, index, fired)),
            TriggerPlan.Event happening => happening.Sources.Select(source => new Stimulus.Event(trigger, index, fired, source)),
            TriggerPlan.Time time => [new Stimulus.Time(trigger, index, fired, time.Schedule)],
            TriggerPlan.Presence presence => Persons(presence, index, guards.People, fired),
            TriggerPlan.Availability availability => availability.Devices.SelectMany(device => availability.Becomes.Take(1).Select(becomes =>
                new Stimulus.Availability(trigger, index, fired, device, becomes, availability.For ?? TimeSpan.Zero))),
            TriggerPlan.Scene scene => scene.Scenes.Select(id => new Stimulus.Scene(trigger, index, fired, id)),
            TriggerPlan.Automation automation => automation.Automations.Select(id => new Stimulus.Run(trigger, index, fired, id, automation.Happening)),
            TriggerPlan.Message { Where: null } message => [new Stimulus.Message(trigger, index, fired, message.TopicFilter, message.Payload)],
            TriggerPlan.Webhook webhook => [new Stimulus.Webhook(trigger, index, fired, webhook.Hook, webhook.Method)],
            TriggerPlan.HubStarted => [new Stimulus.Started(trigger, index, fired)],
            TriggerPlan.Expression expression => Expression(expression, index, guards, fired),
            _ => [new Stimulus.Other(trigger, index, fired)],
        };
    }

    private static Stimulus.Value Watched(TriggerPlan.Property trigger, int watch, int index, Facts fired)
    {
        var (reference, test) = (trigger.Watched[watch].Reference, trigger.Watched[watch].Test);
        var property = reference.Property;
        var after = ValueSet.Of(test, property);
        var before = trigger.Watched[watch].From == default ? ValueSet.Everything(property) : ValueSet.Of(trigger.Watched[watch].From, property);
        var facts = fired.And(Facts.Of(new PropertyFact(reference, after, false, TimeSpan.Zero, trigger.For ?? TimeSpan.Zero)));
        for (var other = 0; other < trigger.Watched.Length && trigger.Rule != GroupRule.Each; other++)
        {
            if (other != watch)
            {
                var values = ValueSet.Of(trigger.Watched[other].Test, trigger.Watched[other].Reference.Property);
                facts = facts.And(Facts.Of(new PropertyFact(trigger.Watched[other].Reference, trigger.Rule == GroupRule.All ? values : values.Complement(), trigger.Rule == GroupRule.First, TimeSpan.Zero, null)));
            }
        }

        return new Stimulus.Value(trigger, index, facts, reference, test.IsAny ? before : before.Intersect(after.Complement()), after, trigger.For ?? TimeSpan.Zero, test.IsAny);
    }

    private static IEnumerable<Stimulus> Persons(TriggerPlan.Presence trigger, int index, ImmutableArray<string> people, Facts fired)
    {
        var arrives = trigger.Change is PresenceChange.Arrives or PresenceChange.FirstArrives;
        foreach (var person in trigger.Persons.IsEmpty ? people : trigger.Persons)
        {
            var facts = fired.And(GuardReader.One(person, arrives)[0]);
            if (trigger.Change is PresenceChange.FirstArrives or PresenceChange.LastLeaves)
            {
                facts = people.Where(other => other != person).Aggregate(facts, (all, other) => all.And(GuardReader.One(other, false)[0]));
            }

            yield return new Stimulus.Person(trigger, index, facts, person, arrives, trigger.For ?? TimeSpan.Zero);
        }
    }

    private static IEnumerable<Stimulus> Expression(TriggerPlan.Expression trigger, int index, GuardReader guards, Facts fired)
    {
        var isRead = false;
        foreach (var way in ExpressionReader.Read(guards, trigger.Becomes.Tree, true) ?? [])
        {
            foreach (var fact in way.Properties.Values.Where(fact => !fact.MayBeUnknown || !fact.Values.Complement().IsEmpty))
            {
                isRead = true;
                yield return new Stimulus.Value(trigger, index, fired.And(way), fact.Reference, fact.Values.Complement(), fact.Values, trigger.For ?? TimeSpan.Zero, false);
            }
        }

        // Set off by the time or by people, or by more than the model knows.
        if (!isRead)
        {
            yield return new Stimulus.Other(trigger, index, fired);
        }
    }
}
