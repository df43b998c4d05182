using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Sentences;

/// <summary>Puts conditions into words.</summary>
internal sealed class ConditionSentences(SentenceVoice voice, TimeSentences times)
{
    /// <summary>All that must hold.</summary>
    public string Joined(ImmutableArray<ConditionPlan> conditions) => string.Concat(conditions.Select((condition, index) =>
        index == 0 ? Of(condition) : voice.Say("and", Of(condition))));

    /// <summary>One condition, or a group of them.</summary>
    public string Of(ConditionPlan condition) => condition switch
    {
        ConditionPlan.All all => voice.Say("all", voice.Several(all.Of.Select(Of))),
        ConditionPlan.Any any => voice.Say("any", voice.Several(any.Of.Select(Of))),
        ConditionPlan.Not not => voice.Say("not", Of(not.Of)),
        ConditionPlan.Property property => Property(property),
        ConditionPlan.Window window => Window(window),
        ConditionPlan.Time time => times.Test(time.Test),
        ConditionPlan.Trigger trigger => voice.Say("trigger", voice.Quotes(trigger.Ids)),
        ConditionPlan.Presence presence => voice.Say(presence.IsHome ? "home" : "away", Persons(presence)),
        ConditionPlan.Automation automation => voice.Say($"standing.{automation.Is}", voice.Quote(automation.Id)),
        ConditionPlan.Availability availability => voice.Say("device.is", voice.Names.Device(availability.Device), voice.OneOrSeveral([.. availability.Is.Select(state => voice.Say($"availability.{state}"))])),
        ConditionPlan.Expression expression => voice.Say("true", SentenceVoice.Expression(expression.Value)),
        _ => condition.ToString(),
    };

    private string Persons(ConditionPlan.Presence presence) => (presence.Persons.IsEmpty, presence.NeedsAll) switch
    {
        (true, true) => voice.Say("person.everyone"),
        (true, false) => voice.Say("person.anyone"),
        (false, true) => presence.Persons is [var one] ? voice.Quote(one) : voice.Say("person.all", voice.Quotes(presence.Persons)),
        _ => voice.Say("person.any", voice.Quotes(presence.Persons)),
    };

    private string Window(ConditionPlan.Window window)
    {
        var days = times.Of(window.Days);
        var said = times.Window(window.After, window.Before);
        return days.Length == 0 ? said : voice.Say("window.on", said, days);
    }

    private string Property(ConditionPlan.Property condition)
    {
        var subject = voice.Property(condition.Reference);
        var test = condition.Test;
        var said = test switch
        {
            { Above: { } above, Below: { } below } => voice.Say("is.between", subject, SentenceVoice.Number(above), SentenceVoice.Number(below)),
            { Above: { } above } => voice.Say("is.above", subject, SentenceVoice.Number(above)),
            { Below: { } below } => voice.Say("is.below", subject, SentenceVoice.Number(below)),
            { IsAny: true } => voice.Say("is.any", subject),
            { Equal.HasValue: true } => voice.Say("is", subject, Values(condition.Reference, test.Others.IsDefault ? [test.Equal] : test.Others.Insert(0, test.Equal))),
            _ => voice.Say("is.not", subject, Values(condition.Reference, test.Not)),
        };
        return condition.For is { } duration ? voice.Say("is.for", said, voice.Duration(duration)) : said;
    }

    private string Values(PropertyReference reference, ImmutableArray<PropertyValue> values) =>
        voice.OneOrSeveral([.. values.Select(value => voice.Value(reference.Device.Contract, reference.Property, value))]);
}
