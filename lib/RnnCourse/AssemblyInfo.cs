[assembly: InternalsVisibleTo("RnnCourse.Lessons")]
[assembly: InternalsVisibleTo("RnnCourse.Tests")]
