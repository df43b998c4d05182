using System.Collections.Immutable;

namespace IotHub.Insights.Catalogue;

/// <summary>Something that can be had.</summary>
public sealed record Product
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Id of its partner.</summary>
    public required string Partner { get; init; }

    /// <summary>Id of its category.</summary>
    public required string Category { get; init; }

    /// <summary>What it is for.</summary>
    public required ProductRole Role { get; init; }

    /// <summary>Contract kinds or types without version that it announces; empty where it is no device or its contract is not published.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>What it costs.</summary>
    public required Money Price { get; init; }

    /// <summary>Pieces that can be had; 0 for none.</summary>
    public required int Stock { get; init; }

    /// <summary>ISO 3166-1 codes of countries in which it is sold.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>Ways by which it can be connected, any of which will do; empty where it needs none.</summary>
    public ImmutableArray<string> Transports { get; init; } = [];

    /// <summary>Categories of which the home must own one each.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];

    /// <summary>Id of the rule by which revenue is shared; null for none. Never enters a ranking.</summary>
    public string? ShareRule { get; init; }

    /// <summary>Ids of scene templates that it can take part in.</summary>
    public ImmutableArray<string> Scenes { get; init; } = [];

    /// <summary>Where it is sold; an https address, null where there is none.</summary>
    public string? Link { get; init; }
}
