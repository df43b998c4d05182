using System.Collections.Immutable;
using System.Security.Cryptography;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Host.Options;

/// <summary>What products can be had, and where. Nothing is fetched: a catalogue comes as a file or by the API.</summary>
internal sealed record InsightsSettings
{
    private const int KeyFileCharsMax = 4_096;

    /// <summary>The country in which the home buys, and how devices reach this hub.</summary>
    public required HomeMarket Market { get; init; }

    /// <summary>Whose catalogues are believed.</summary>
    public required ImmutableArray<TrustedKey> Keys { get; init; }

    /// <summary>True to begin with the sample catalogue, all of which is invented, where there is no other. Default off; on in a demo.</summary>
    public required bool HasSample { get; init; }

    /// <summary>A catalogue, with its signature beside it as <c>….sig.json</c>. Default: <c>catalogue/catalogue.json</c> in the data folder.</summary>
    public required string CatalogueFile { get; init; }

    public static InsightsSettings Read(SettingsSection section, string dataFolder, bool isDemo)
    {
        var country = section.Text("Country") ?? (isDemo ? "DE" : string.Empty);
        if (country.Length > 0 && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
        {
            throw new StartException($"The setting Insights:Country is \"{country}\"; it must be a code of ISO 3166-1 such as DE.");
        }

        var hasSample = section.Word("Sample", isDemo ? "on" : "off", "on", "off") == "on";
        var keys = section.List("CatalogueKeys").Select(ReadKey).ToList();
        if (hasSample)
        {
            keys.Add(new TrustedKey(SampleKey, File.ReadAllText(SampleFile("sample-development-key.pub.pem")), OnlySamples: true));
        }

        if (keys.DistinctBy(key => key.Id).Count() != keys.Count)
        {
            throw new StartException("The setting Insights:CatalogueKeys names a key twice.");
        }

        var settings = new InsightsSettings
        {
            Market = new HomeMarket(country, section.List("Transports") is { Count: > 0 } transports ? [.. transports] : ["ethernet", "wifi"]),
            Keys = [.. keys],
            HasSample = hasSample,
            CatalogueFile = Path.GetFullPath(section.Text("CatalogueFile") ?? Path.Combine(dataFolder, "catalogue", "catalogue.json")),
        };
        section.RefuseUnknown();
        return settings;
    }

    /// <summary>A file of the sample catalogue beside the program.</summary>
    public static string SampleFile(string name) => Path.Combine(AppContext.BaseDirectory, "catalogue", name);

    private const string SampleKey = "sample-development";

    private static TrustedKey ReadKey(string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } id, { Length: > 0 } file])
        {
            throw new StartException($"The setting Insights:CatalogueKeys has \"{text}\"; it must be a key's id and its PEM file, as shop=keys/shop.pem.");
        }

        try
        {
            var pem = File.ReadAllText(file);
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return pem.Length <= KeyFileCharsMax && key.KeySize == 256
                ? new TrustedKey(id, pem)
                : throw new StartException($"The setting Insights:CatalogueKeys names {file}, which is no public key on P-256.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new StartException($"The setting Insights:CatalogueKeys names {file}, which cannot be used: {fault.Message}", fault);
        }
    }
}
