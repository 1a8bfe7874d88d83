namespace RnnCourse.Lessons.Tasks;

public enum Language
{
    English,
    Korean,
}
