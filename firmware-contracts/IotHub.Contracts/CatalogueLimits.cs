namespace IotHub.Contracts;

/// <summary>Bounds of the contracts that a hub holds.</summary>
public static class CatalogueLimits
{
    /// <summary>Contracts. A home has tens of kinds; all public contracts at hand are 232.</summary>
    public const int ContractsMax = 1024;

    /// <summary>Files looked at in one folder and the folders below, so that a wrong path cannot make the start take forever.</summary>
    public const int FilesPerFolderMax = 4096;
}
