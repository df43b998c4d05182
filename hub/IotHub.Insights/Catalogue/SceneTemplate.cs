using System.Collections.Immutable;

namespace IotHub.Insights.Catalogue;

/// <summary>A scene that several devices make together.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Needs">Ids of categories, one device of each.</param>
public sealed record SceneTemplate(string Id, LocalText Name, ImmutableArray<string> Needs);
