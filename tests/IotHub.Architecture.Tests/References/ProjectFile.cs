using System.Xml.Linq;
using IotHub.Testing;

namespace IotHub.Architecture.Tests.References;

/// <summary>What one <c>.csproj</c> says that it references.</summary>
internal sealed record ProjectFile
{
    public required string Path { get; init; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public required IReadOnlyList<string> Projects { get; init; }

    public required IReadOnlyList<string> Packages { get; init; }

    public required IReadOnlyList<string> Frameworks { get; init; }

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. TrackedFiles.All.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    private static ProjectFile Read(string path)
    {
        var document = XDocument.Load(RepositoryRoot.Path(path));
        IReadOnlyList<string> Included(string element) =>
        [
            .. document.Descendants(element)
                .Select(item => (string?)item.Attribute("Include") ?? "")
                .Where(name => name.Length > 0)
                .Order(StringComparer.Ordinal),
        ];
        var frameworks = Included("FrameworkReference").ToList();
        if ((string?)document.Root?.Attribute("Sdk") == "Microsoft.NET.Sdk.Web" && !frameworks.Contains("Microsoft.AspNetCore.App"))
        {
            // The web SDK references it without saying so in the file.
            frameworks.Add("Microsoft.AspNetCore.App");
        }

        return new ProjectFile
        {
            Path = path,
            Projects = [.. Included("ProjectReference").Select(
                reference => System.IO.Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))],
            Packages = Included("PackageReference"),
            Frameworks = frameworks,
        };
    }
}
