namespace IotHub.Insights.Catalogue;

/// <summary>A key whose signatures are believed.</summary>
/// <param name="Id">Its id, as signatures name it.</param>
/// <param name="PublicKeyPem">The public key (SubjectPublicKeyInfo, P-256) as PEM.</param>
/// <param name="OnlySamples">True for a development key: it may only sign catalogues that call themselves samples.</param>
public sealed record TrustedKey(string Id, string PublicKeyPem, bool OnlySamples = false);
