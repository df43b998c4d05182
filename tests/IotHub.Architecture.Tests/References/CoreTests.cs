using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using IotHub.Automation.Engine;
using IotHub.Contracts.Model;
using IotHub.Devices;
using IotHub.Insights.Catalogue;
using IotHub.Runtime;

namespace IotHub.Architecture.Tests.References;

/// <summary>The core opens nothing, waits for nothing and reads no clock: seen in its compiled code, not in its project file.</summary>
public sealed class CoreTests
{
    private static readonly string[] ForbiddenAssemblies =
        ["System.Net", "Microsoft.AspNetCore", "Microsoft.Data", "SQLite", "Microsoft.Extensions.Hosting", "System.Diagnostics.Process", "System.Console"];

    private static readonly string[] ForbiddenTypes =
    [
        "System.IO.File", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo",
        "System.IO.StreamReader", "System.IO.StreamWriter", "System.Threading.Thread", "System.Threading.Timer",
        "System.Threading.PeriodicTimer", "System.Console",
    ];

    /// <summary>The catalogue reads the contract files of a folder; devices and simulator use it as the hub does.</summary>
    private static readonly string[] CatalogueOfContracts = ["System.IO.File", "System.IO.FileInfo", "System.IO.Directory"];

    /// <summary>Runtime's shell around the loop owns its thread and its heartbeat; the step itself is in the same assembly.</summary>
    private static readonly string[] ShellOfRuntime = ["System.Threading.Thread", "System.Threading.Timer", "System.Threading.PeriodicTimer"];

    public static TheoryData<string> Core =>
        [nameof(Contracts), nameof(Devices), nameof(Automation), nameof(Runtime), nameof(Insights)];

    [Theory]
    [MemberData(nameof(Core))]
    public void CoreAssembly_ReferencedAssemblies_HoldNoOutsideWorld(string name)
    {
        var references = AssemblyOf(name).GetReferencedAssemblies().Select(reference => reference.Name ?? "");

        Faults.AssertNone(references.Where(reference => Array.Exists(
            ForbiddenAssemblies, forbidden => reference.StartsWith(forbidden, StringComparison.Ordinal))));
    }

    [Theory]
    [MemberData(nameof(Core))]
    public void CoreAssembly_UsedTypes_HoldNoFileThreadOrTimer(string name)
    {
        using var stream = File.OpenRead(AssemblyOf(name).Location);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var used = metadata.TypeReferences
            .Select(handle => metadata.GetTypeReference(handle))
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
            .ToHashSet();
        var forbidden = name switch
        {
            nameof(Runtime) => ForbiddenTypes.Except(ShellOfRuntime),
            nameof(Contracts) => ForbiddenTypes.Except(CatalogueOfContracts),
            _ => ForbiddenTypes,
        };

        Assert.Contains("System.Object", used);
        Faults.AssertNone(forbidden.Where(used.Contains));
    }

    private static Assembly AssemblyOf(string name) => name switch
    {
        nameof(Contracts) => typeof(DeviceContract).Assembly,
        nameof(Devices) => typeof(Cause).Assembly,
        nameof(Automation) => typeof(EngineEffect).Assembly,
        nameof(Runtime) => typeof(HubInput).Assembly,
        nameof(Insights) => typeof(ProductCatalogue).Assembly,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a core assembly"),
    };
}
