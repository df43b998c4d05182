using System.Reflection;

namespace IotHub.Host.Running;

/// <summary>Which version of the hub this is.</summary>
internal static class HubVersion
{
    /// <summary>Its numbers alone, as usage events tell them: <c>0.5.0</c>.</summary>
    public static string Numbers { get; } =
        typeof(HubVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', '-')[0] ?? "0.0.0";
}
