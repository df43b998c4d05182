using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Compilation;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;

namespace IotHub.Automation.Sentences;

/// <summary>Puts triggers into words.</summary>
internal sealed class TriggerSentences(SentenceVoice voice, TimeSentences times)
{
    /// <summary>Any of several.</summary>
    public string Joined(ImmutableArray<TriggerPlan> triggers) => string.Concat(triggers.Select((trigger, index) =>
        index == 0 ? Named(trigger, index) : voice.Say("or", Named(trigger, index))));

    /// <summary>What a device may be, in words.</summary>
    public string Availability(ImmutableArray<DeviceAvailability> states) => voice.OneOrSeveral([.. states.Select(state => voice.Say($"availability.{state}"))]);

    /// <summary>The test of an equality, or of values that must not be; null where it asks neither.</summary>
    public string? Values(PropertyReference reference, PropertyTest test) =>
        test.Equal.HasValue ? voice.OneOrSeveral([.. (test.Others.IsDefault ? [test.Equal] : test.Others.Insert(0, test.Equal)).Select(value => Value(reference, value))])
        : test.Not.IsDefaultOrEmpty ? null
        : voice.OneOrSeveral([.. test.Not.Select(value => Value(reference, value))]);

    // A trigger is called by its number where nobody gave it a name, which needs no saying.
    private string Named(TriggerPlan trigger, int index) => trigger.Id == (index + 1).ToString(CultureInfo.InvariantCulture) ? Of(trigger) : voice.Say("called", Of(trigger), voice.Quote(trigger.Id));

    private string Of(TriggerPlan trigger) => trigger switch
    {
        TriggerPlan.Property property => For(Property(property), property.For),
        TriggerPlan.Event happening => Event(happening),
        TriggerPlan.Availability availability => For(voice.Say("availability", Group([.. availability.Devices.Select(voice.Names.Device)], availability.Rule), Availability(availability.Becomes)), availability.For),
        TriggerPlan.Time time => times.Schedule(time.Schedule, time.OnMissed),
        TriggerPlan.Presence presence => For(Presence(presence), presence.For),
        TriggerPlan.Scene scene => voice.Say("scene.run", voice.Quotes(scene.Scenes)),
        TriggerPlan.Automation automation => voice.Say($"automation.{automation.Happening}", voice.Quotes(automation.Automations)),
        TriggerPlan.Message message => Message(message),
        TriggerPlan.Webhook hook => voice.Say("webhook", voice.Quote(hook.Hook), hook.Method),
        TriggerPlan.HubStarted => voice.Say("hub"),
        TriggerPlan.Expression expression => For(voice.Say("expression", SentenceVoice.Expression(expression.Becomes)), expression.For),
        _ => trigger.ToString(),
    };

    private string For(string said, TimeSpan? duration) => duration is { } length ? voice.Say("for", said, voice.Duration(length)) : said;

    private string Group(IReadOnlyCollection<string> things, GroupRule rule) => things.Count == 1 && rule == GroupRule.Each ? things.First() : voice.Say($"rule.{Word(rule)}", voice.Several(things));

    private static string Word(GroupRule rule) => rule switch
    {
        GroupRule.First => "first",
        GroupRule.All => "all",
        _ => "each",
    };

    private string Property(TriggerPlan.Property trigger)
    {
        // Mostly all are asked the same, which is said once.
        const string Subject = "\u0001";
        var said = trigger.Watched.Select(watch => Watch(watch, Subject)).ToList();
        if (said.Distinct(StringComparer.Ordinal).Count() == 1)
        {
            return said[0].Replace(Subject, Group([.. trigger.Watched.Select(watch => voice.Property(watch.Reference))], trigger.Rule), StringComparison.Ordinal);
        }

        return voice.Say($"rule.{Word(trigger.Rule)}.of", voice.Several(trigger.Watched.Select(watch => Watch(watch, voice.Property(watch.Reference)))));
    }

    private string Watch(TriggerPlan.Watch watch, string subject)
    {
        var said = Becomes(watch, subject);
        if (Values(watch.Reference, watch.From) is { } from)
        {
            said = voice.Say(watch.From.Equal.HasValue ? "from" : "from.not", said, from);
        }

        return watch.Test.Hysteresis > 0 ? voice.Say("hysteresis", said, SentenceVoice.Number(watch.Test.Hysteresis)) : said;
    }

    private string Becomes(TriggerPlan.Watch watch, string subject) => watch.Test switch
    {
        { Above: { } above, Below: { } below } => voice.Say("becomes.between", subject, SentenceVoice.Number(above), SentenceVoice.Number(below)),
        { Above: { } above } => voice.Say("becomes.above", subject, SentenceVoice.Number(above)),
        { Below: { } below } => voice.Say("becomes.below", subject, SentenceVoice.Number(below)),
        { IsAny: true } => voice.Say("becomes.any", subject),
        { Equal.HasValue: true } => voice.Say("becomes", subject, Values(watch.Reference, watch.Test)!),
        _ => voice.Say("becomes.not", subject, Values(watch.Reference, watch.Test)!),
    };

    private string Value(PropertyReference reference, PropertyValue value) => voice.Value(reference.Device.Contract, reference.Property, value);

    private string Event(TriggerPlan.Event trigger)
    {
        var sources = trigger.Sources.Select(Source).ToList();
        return sources.Count == 1 ? sources[0] : voice.Say("event.one", voice.Several(sources));
    }

    private string Source(TriggerPlan.EventSource source)
    {
        var name = voice.Names.Event(source.Device, source.Happening);
        return source.Arguments.IsDefaultOrEmpty
            ? voice.Say("event", name)
            : voice.Say("event.with", name, voice.Several(source.Arguments.Select(argument =>
                voice.Say("argument", ArgumentResolver.NameOf(argument.Property), voice.Value(source.Device.Contract, argument.Property, argument.Value)))));
    }

    private string Presence(TriggerPlan.Presence presence)
    {
        var isOfSome = presence.Change is PresenceChange.Arrives or PresenceChange.Leaves;
        var who = presence.Persons.IsEmpty ? voice.Say("person.anyone") : voice.Quotes(presence.Persons);
        var said = voice.Say($"presence.{presence.Change}", who);
        return isOfSome || presence.Persons.IsEmpty ? said : voice.Say("presence.with", said, who);
    }

    private string Message(TriggerPlan.Message message)
    {
        var said = voice.Say("mqtt", voice.Quote(message.TopicFilter));
        said = message.Payload is { } payload ? voice.Say("mqtt.payload", said, voice.Quote(payload)) : said;
        return message.Where is { } where ? voice.Say("mqtt.where", said, SentenceVoice.Expression(where)) : said;
    }
}
