namespace IotHub.Insights.Catalogue;

/// <summary>How a share is rounded to whole minor units.</summary>
public enum ShareRounding
{
    /// <summary>Toward zero.</summary>
    Down,

    /// <summary>To the nearest; half away from zero.</summary>
    HalfUp,

    /// <summary>To the nearest; half to the even neighbour.</summary>
    HalfEven,
}
