using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace IotHub.Api;

/// <summary>Checks <see cref="ApiOptions"/> at start and reports every fault, naming setting, value and bound.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    private const int HostNamesMax = 32;

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var faults = new List<string>();
        if (options.HostNames.Count > HostNamesMax)
        {
            faults.Add($"Api:HostNames has {options.HostNames.Count} names; at most {HostNamesMax} are allowed.");
        }

        foreach (var host in options.HostNames.Where(host => Uri.CheckHostName(host) != UriHostNameType.Dns))
        {
            faults.Add($"Api:HostNames contains '{host}', which is not a host name. Write the name alone, without http:// and without a port.");
        }

        Within(faults, options.FeedQueueCapacity, 16, 1_000_000);
        Within(faults, options.LogEntriesMax, 16, 65_536);
        Within(faults, options.ClientQueueCapacity, 16, 65_536);
        Within(faults, options.LiveClientsMax, 1, 1024);
        Within(faults, options.FrameBytesMax, 1024, 1024 * 1024);
        Within(faults, options.BodyBytesMax, 1024, 16 * 1024 * 1024);
        Within(faults, options.CommandsRememberedMax, 16, 1_000_000);
        Within(faults, options.ConfirmationsMax, 1, 10_000);
        Within(faults, options.DecisionsKept, 1, 100_000);
        Within(faults, options.RejectionsKept, 1, 100_000);
        Within(faults, options.HistoryPointsMax, 2, 100_000);
        Within(faults, options.CommandTimeoutMin, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Within(faults, options.CommandTimeoutMax, options.CommandTimeoutMin, TimeSpan.FromHours(1));
        Within(faults, options.CommandMemory, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Within(faults, options.ConfirmationTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));
        Within(faults, options.LoopTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Within(faults, options.CloseTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Within<T>(List<string> faults, T value, T minimum, T maximum, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            var setting = expression.Replace("options.", "Api:", StringComparison.Ordinal);
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{setting} is {value}; it must lie between {minimum} and {maximum}."));
        }
    }
}
