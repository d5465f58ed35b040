namespace Faultline;

/// <summary>Figures of <see cref="BiasAmplification"/>.</summary>
/// <param name="LinkCount">How many pairs of an attribute and a class were measured, each direction by itself.</param>
/// <param name="Links">The pairs, the most amplified first.</param>
public sealed record BiasAmplificationDetails(int LinkCount, IReadOnlyList<BiasLink> Links) : CheckDetails;

/// <summary>What predictions do to the link of an attribute and a class.</summary>
/// <param name="Attribute">The column that makes groups.</param>
/// <param name="Class">The class.</param>
/// <param name="Direction"><c>attribute to class</c>: how often is the class predicted in each group? <c>class to attribute</c>: how often is each group predicted within the class?</param>
/// <param name="Amplification">BiasAmp→ of the class: mean over the groups of the change of the share, counted positive where it leads away from the other groups; negative where predictions even out.</param>
/// <param name="Low">Lower end of its 95 % interval by itself.</param>
/// <param name="High">Upper end.</param>
/// <param name="Apart">The same without what moves all groups alike, as a class predicted too often everywhere.</param>
/// <param name="OfProbabilities">The same of the probabilities, added up instead of counting the class chosen; null without probabilities.</param>
/// <param name="P">p-value of no amplification.</param>
/// <param name="Q">The same, corrected for all links (Benjamini and Hochberg).</param>
/// <param name="Groups">The groups.</param>
public sealed record BiasLink(string Attribute, string Class, string Direction, double Amplification, double Low, double High, double Apart, double? OfProbabilities, double P, double Q, IReadOnlyList<BiasLinkGroup> Groups);

/// <summary>One group of a link.</summary>
/// <param name="Group">Which rows, in words.</param>
/// <param name="Rows">Rows that the shares are of.</param>
/// <param name="Given">Share by label.</param>
/// <param name="Predicted">Share by prediction.</param>
/// <param name="Probability">Mean probability of the class, or null.</param>
/// <param name="Change">Predicted less given.</param>
/// <param name="Low">Lower end of the 95 % interval of the change.</param>
/// <param name="High">Upper end.</param>
/// <param name="IsLinked">True where labels have the class and the group together more often than by chance (y of the source), so that a rise amplifies; false where a fall does.</param>
public sealed record BiasLinkGroup(string Group, long Rows, double Given, double Predicted, double? Probability, double Change, double Low, double High, bool IsLinked);
