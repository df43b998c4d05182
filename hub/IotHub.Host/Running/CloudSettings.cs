using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Uplink.AzureIotHub;
using IotHub.Uplink.Health;

namespace IotHub.Host.Running;

/// <summary>
/// What a cloud may set while the hub runs, where its owner allows it: how much is logged, and how often the hub's health goes to the owner's own collector.
/// Never consent, addresses, or anything of the home. Nothing is kept: the next start begins with the hub's own settings.
/// </summary>
internal sealed class CloudSettings(HubSettings settings, LogLevelSwitch level, HealthInterval interval)
{
    /// <summary>The settings, each with the hub's own value in force.</summary>
    /// <param name="told">Is told of each change, a sentence each.</param>
    public DesiredSettings Create(Action<string> told)
    {
        var list = new List<DesiredSetting>
        {
            DesiredSetting.Word(
                "logLevel", LogOptions.Levels, settings.Log.Level.ToString().ToLowerInvariant(), word => level.Set(Enum.Parse<LogLevel>(word, ignoreCase: true))),
        };
        if (settings.Uplink.Health.Endpoint.Length > 0)
        {
            list.Add(DesiredSetting.Number(
                "healthIntervalSeconds",
                (int)HealthExportOptions.IntervalMin.TotalSeconds,
                (int)HealthExportOptions.IntervalMax.TotalSeconds,
                (int)settings.Uplink.Health.Interval.TotalSeconds,
                seconds => interval.Set(TimeSpan.FromSeconds(seconds))));
        }

        return new DesiredSettings(list, told);
    }
}
