using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Preview;

/// <summary>What a preview could not know, said rather than guessed.</summary>
internal sealed class PreviewUnknowns
{
    private int _cut;

    public void Look(RecordedHappening happening)
    {
        if (happening is RecordedHappening.Message { IsCut: true } or RecordedHappening.Hook { IsCut: true })
        {
            _cut++;
        }
    }

    public ImmutableArray<string> Say(PreviewQuestion question, RecordedBeginning beginning, bool lacksResults, bool isCut)
    {
        var said = new List<string>();
        if (!question.IsScenario)
        {
            SayRecording(question, beginning, said);
        }

        if (question.PeopleSince > question.From && !question.IsScenario)
        {
            said.Add($"People were last changed on {Moment(question.PeopleSince.Value, question)}; before that they count as being known as they are now.");
        }

        if (question.DraftText.Contains("age(", StringComparison.Ordinal))
        {
            said.Add("When a device repeated a value is not recorded; age() counts from its last change.");
        }

        if (lacksResults)
        {
            said.Add("What some calls of devices would have brought was not recorded; they count as done, with no results.");
        }

        if (_cut > 0)
        {
            said.Add($"Of {_cut} messages only the first {RecordedHappeningJson.TextLengthMax} characters are kept.");
        }

        if (isCut)
        {
            said.Add($"There are more than {PreviewLimits.RunsComparedMax} runs; those beyond are counted and not compared.");
        }

        return [.. said.Take(PreviewLimits.UnknownsMax)];
    }

    private static void SayRecording(PreviewQuestion question, RecordedBeginning beginning, List<string> said)
    {
        Late(beginning.ValuesKnownFrom, "Values are recorded");
        Late(beginning.HappeningsKnownFrom, "Events, availability and runs of other automations are recorded");
        var hears = question.Draft.Triggers.Any(trigger => trigger is TriggerPlan.Message or TriggerPlan.Webhook);
        if (hears)
        {
            Late(beginning.MessagesKnownFrom, "Messages and calls of hooks are recorded");
        }

        if (question.Saved is not null)
        {
            Late(beginning.RunsKnownFrom, "Runs are recorded");
        }

        foreach (var trigger in question.Draft.Triggers)
        {
            switch (trigger)
            {
                case TriggerPlan.Message message when question.Saved?.Triggers.Any(known => known is TriggerPlan.Message other && other.TopicFilter == message.TopicFilter) != true:
                    said.Add($"Messages on {message.TopicFilter} are recorded only while some automation listens to them.");
                    break;
                case TriggerPlan.Webhook hook when question.Saved?.Triggers.Any(known => known is TriggerPlan.Webhook other && other.Hook == hook.Hook) != true:
                    said.Add($"Calls of the hook of trigger {hook.Id} are recorded only while some automation listens to it.");
                    break;
            }
        }

        foreach (var device in question.Devices.Where(device => device.AdoptedAt > question.From && question.DraftText.Contains(device.Name + "/", StringComparison.Ordinal)).OrderBy(device => device.Name, StringComparer.Ordinal))
        {
            said.Add($"{device.Name} joined the home on {Moment(device.AdoptedAt, question)}; before that nothing is known of it.");
        }

        void Late(DateTimeOffset? from, string what)
        {
            if (from is null)
            {
                said.Add(what.Replace(" are recorded", " are not recorded", StringComparison.Ordinal) + " in this home.");
            }
            else if (from > question.From)
            {
                said.Add($"{what} only since {Moment(from.Value, question)}.");
            }
        }
    }

    private static string Moment(DateTimeOffset at, PreviewQuestion question) =>
        TimeZoneInfo.ConvertTime(at, question.Place.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
