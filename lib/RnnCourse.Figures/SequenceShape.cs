namespace RnnCourse.Figures;

/// <summary>Which steps of a sequence have an input and which an output.</summary>
public enum SequenceShape
{
    /// <summary>One input, one output: no sequence.</summary>
    OneToOne,

    /// <summary>An input at the first step, an output at each: a caption for a picture.</summary>
    OneToMany,

    /// <summary>An input at each step, an output at the last: the sentiment of a sentence.</summary>
    ManyToOne,

    /// <summary>First the inputs, then the outputs: translation.</summary>
    ManyToManyDelayed,

    /// <summary>An input and an output at each step: part-of-speech tags.</summary>
    ManyToMany,
}
