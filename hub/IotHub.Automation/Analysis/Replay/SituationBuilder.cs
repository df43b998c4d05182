using System.Collections.Immutable;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;

namespace IotHub.Automation.Analysis.Replay;

/// <summary>Makes courses of events out of facts: how the home stands, and what happens then.</summary>
internal sealed class SituationBuilder(RuleSet rules, AnalysisHome home)
{
    /// <summary>A course in which a stimulus comes while the facts hold; null where no moment or value is found.</summary>
    /// <param name="stimulus">What happens.</param>
    /// <param name="facts">What holds then; those of the stimulus among them.</param>
    /// <param name="company">The automations that take part.</param>
    /// <param name="then">How long it goes on.</param>
    /// <param name="at">When it happens; null for the first moment at which the facts hold.</param>
    public CounterExample? Build(Stimulus stimulus, Facts facts, IEnumerable<RuleModel> company, TimeSpan then, DateTimeOffset? at = null)
    {
        var soon = home.Now.AddHours(1);
        if ((at ?? (stimulus is Stimulus.Time time ? Moments.Find(time.Schedule, facts.Times, soon, home.Place) : Moments.Find(facts.Times, soon, home.Place))) is not { } moment)
        {
            return null;
        }

        var participants = Participants(company);
        var values = new Dictionary<string, (PropertyReference Reference, PropertyValue Value)>(StringComparer.Ordinal);
        foreach (var (address, fact) in facts.Properties)
        {
            if (fact.Values.Sample is { HasValue: true } sample)
            {
                values[address] = (fact.Reference, sample);
            }
            else if (!fact.MayBeUnknown)
            {
                return null;
            }
        }

        // What is turned over must be known.
        foreach (var write in participants.SelectMany(rule => rule.Writes).Where(write => !write.Value.HasValue && write.Reference.Property.Format == Contracts.Model.PropertyFormat.Boolean))
        {
            values.TryAdd(write.Reference.Address, (write.Reference, PropertyValue.FromBoolean(false)));
        }

        var atHome = rules.People.ToDictionary(person => person, person => facts.Persons.GetValueOrDefault(person, true), StringComparer.Ordinal);
        if (!facts.Expressions.IsEmpty)
        {
            new FitHome(home, values).Fit(facts, moment, atHome.Select(person => (person.Key, person.Value)));
        }

        var begin = moment - HoldOf(stimulus);
        var start = begin.AddSeconds(-2);
        var inputs = ImmutableArray.CreateBuilder<ReplayInput>();
        foreach (var (device, allowed) in facts.Devices.Where(device => !device.Value.Contains(DeviceAvailability.Online)))
        {
            inputs.Add(new ReplayInput.DeviceStanding(start, device, allowed[^1]));
        }

        foreach (var running in facts.Atoms.Where(atom => atom.Value && atom.Key.EndsWith(" running", StringComparison.Ordinal)))
        {
            inputs.Add(new ReplayInput.Run(start, running.Key[..^8]));
        }

        if (!Happens(stimulus, facts, begin, values, atHome, inputs))
        {
            return null;
        }

        inputs.Add(new ReplayInput.Until(moment + then));
        return new CounterExample
        {
            Start = start,
            Automations = [.. participants.Select(rule => rule.Id)],
            Known = [.. values.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new ReplayInput.Report(start, entry.Value.Reference.Device.Name, entry.Value.Reference.Property.Key, entry.Value.Value))],
            AtHome = [.. atHome.Where(person => person.Value).Select(person => person.Key).Order(StringComparer.Ordinal)],
            People = rules.People,
            Feedback = [],
            Inputs = inputs.ToImmutable(),
        };
    }

    /// <summary>The automations, and those that they run, listen to or ask about.</summary>
    public ImmutableArray<RuleModel> Participants(IEnumerable<RuleModel> company)
    {
        var found = new SortedDictionary<string, RuleModel>(StringComparer.Ordinal);
        var open = new Queue<RuleModel>(company);
        while (open.TryDequeue(out var rule))
        {
            if (found.TryAdd(rule.Id, rule))
            {
                var others = rule.Runs.Concat(rule.Stimuli.OfType<Stimulus.Run>().Select(stimulus => stimulus.Id))
                    .Concat(rule.Guard.SelectMany(way => way.Atoms.Keys).Where(atom => atom.IndexOf(' ', StringComparison.Ordinal) > 0).Select(atom => atom[..atom.IndexOf(' ', StringComparison.Ordinal)]));
                foreach (var id in others)
                {
                    if (rules.ById.TryGetValue(id, out var other))
                    {
                        open.Enqueue(other);
                    }
                }
            }
        }

        return [.. found.Values];
    }

    private static TimeSpan HoldOf(Stimulus stimulus) => stimulus switch
    {
        Stimulus.Value value => value.For,
        Stimulus.Person person => person.For,
        Stimulus.Availability availability => availability.For,
        _ => TimeSpan.Zero,
    };

    private static bool Happens(
        Stimulus stimulus, Facts facts, DateTimeOffset at, Dictionary<string, (PropertyReference Reference, PropertyValue Value)> values, Dictionary<string, bool> atHome, ImmutableArray<ReplayInput>.Builder inputs)
    {
        switch (stimulus)
        {
            case Stimulus.Value value:
                var address = value.Reference.Address;
                var after = facts.Properties.TryGetValue(address, out var fact) ? value.After.Intersect(fact.Values) : value.After;
                var becomes = values.TryGetValue(address, out var fitted) && after.Contains(fitted.Value) ? fitted.Value : after.Sample;
                if (!becomes.HasValue)
                {
                    return false;
                }

                // The nearest value outside: what crosses a bound comes from right before it.
                values.Remove(address);
                if (Nearest(value.Before, becomes) is { HasValue: true } before)
                {
                    values[address] = (value.Reference, before);
                }
                else if (value.IsChange)
                {
                    return false;
                }

                inputs.Add(new ReplayInput.Report(at, value.Reference.Device.Name, value.Reference.Property.Key, becomes));
                return true;
            case Stimulus.Event happening:
                inputs.Add(new ReplayInput.Event(at, happening.Source.Device.Name, happening.Source.Happening.Key, Arguments(happening)));
                return true;
            case Stimulus.Person person:
                atHome[person.Id] = !person.Arrives;
                inputs.Add(new ReplayInput.Person(at, person.Id, person.Arrives));
                return true;
            case Stimulus.Availability availability:
                if (availability.Becomes == DeviceAvailability.Online)
                {
                    inputs.Add(new ReplayInput.DeviceStanding(at.AddSeconds(-1), availability.Device.Name, DeviceAvailability.Offline));
                }

                inputs.Add(new ReplayInput.DeviceStanding(at, availability.Device.Name, availability.Becomes));
                return true;
            case Stimulus.Scene scene:
                inputs.Add(new ReplayInput.Scene(at, scene.Id));
                return true;
            case Stimulus.Run run:
                inputs.Add(new ReplayInput.Run(at, run.Id));
                return true;
            case Stimulus.Message message:
                inputs.Add(new ReplayInput.Message(at, message.Filter.Replace("+", "x", StringComparison.Ordinal).Replace("#", "x", StringComparison.Ordinal), message.Payload ?? "x"));
                return true;
            case Stimulus.Webhook webhook:
                inputs.Add(new ReplayInput.Webhook(at, webhook.Hook, webhook.Method));
                return true;
            case Stimulus.Started:
                inputs.Add(new ReplayInput.Started(at));
                return true;
            default:
                return stimulus is Stimulus.Time;
        }
    }

    private static ImmutableArray<PropertyReading> Arguments(Stimulus.Event happening) =>
        [.. happening.Source.Happening.Arguments.Select(argument => happening.Source.Arguments.FirstOrDefault(given => given.Property.Key == argument.Key) is { Property: not null } given
            ? given
            : new PropertyReading(argument, ValueSet.Everything(argument).Sample))];

    private static PropertyValue Nearest(ValueSet before, PropertyValue becomes) => becomes.TryGetNumber(out var number)
        ? before.Samples.Where(value => !RuleWrite.Same(value, becomes)).OrderBy(value => value.TryGetNumber(out var each) ? Math.Abs(each - number) : 0).FirstOrDefault()
        : before.Samples.FirstOrDefault(value => !RuleWrite.Same(value, becomes));
}
