using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>
/// The settings that the cloud may change while the hub runs, and no others. What is not among them, of the wrong type or out of bounds is refused with a
/// sentence and changes nothing; null, and being gone from the whole, gives a setting back to the hub.
/// </summary>
/// <param name="settings">All there are, each name once.</param>
/// <param name="told">Is told of each change before it takes effect, and of what is not answered, a sentence each.</param>
public sealed class DesiredSettings(IReadOnlyList<DesiredSetting> settings, Action<string> told)
{
    private const int InForce = 200;
    private const int Gone = DesiredAnswer.Gone;
    private const int Refused = 400;

    /// <summary>Takes in what is desired; as <see cref="AzureIotHubHandlers.Desired"/>. One call at a time.</summary>
    /// <returns>An answer for each setting that is named, of the whole for each setting there is, and for the first unknown names.</returns>
    public ValueTask<IReadOnlyList<DesiredAnswer>> TakeAsync(DesiredProperties desired, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<DesiredAnswer>>(Take(desired));

    private List<DesiredAnswer> Take(DesiredProperties desired)
    {
        var answers = settings
            .Where(setting => desired.IsWhole || desired.Properties.ContainsKey(setting.Name))
            .Select(setting => Answer(setting, desired.Properties[setting.Name], desired.Version))
            .ToList();
        var unknown = desired.Properties.Where(property => settings.All(setting => setting.Name != property.Key)).ToList();
        answers.AddRange(unknown.Take(AzureIotHubLimits.DesiredUnknownMax).Select(property => property.Value is null
            ? new DesiredAnswer(property.Key, null, Gone)
            : new DesiredAnswer(property.Key, null, Refused, $"The cloud cannot set this. It can set {string.Join(", ", settings.Select(setting => setting.Name))}.")));
        if (unknown.Count > AzureIotHubLimits.DesiredUnknownMax)
        {
            told($"version {desired.Version} of what is desired has {unknown.Count} names that the cloud cannot set; {AzureIotHubLimits.DesiredUnknownMax} were answered.");
        }

        return answers;
    }

    private DesiredAnswer Answer(DesiredSetting setting, JsonNode? desired, long version)
    {
        var value = desired is null ? null : setting.Read(desired);
        if (desired is not null && value is null)
        {
            return new DesiredAnswer(setting.Name, setting.InForce, Refused, $"{setting.Name} is wrong: expected {setting.Expected}. What was in force stays.");
        }

        if (value is null ? !setting.IsOwn : !JsonNode.DeepEquals(value, setting.InForce))
        {
            told(value is null
                ? $"version {version} of what is desired gives {setting.Name} back to the hub."
                : $"version {version} of what is desired sets {setting.Name} to {value.ToJsonString()}.");
            setting.Apply(value);
        }

        return new DesiredAnswer(setting.Name, setting.InForce, InForce, value is null ? "By the settings of the hub." : "As desired, until the hub ends.");
    }
}
