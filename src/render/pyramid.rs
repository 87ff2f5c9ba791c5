//! The pyramid's drawing: its courses, the stones that they are built of, and the marks on its ledges.
//!
//! A pyramid is stepped, and always 4 wide to 3 high, whatever the number of its levels. Its summit is 15 % of its
//! base; half of what each course is set in by is slope, the other half the ledge that the next one leaves free. A
//! course is built of stones of equal size, one an outcome; of more than can be told apart it is a single bar.
//!
//! A drawing has no state: what a student has read or shown is laid over its stones by the page's script, which gives a
//! copy of a stone an attribute `data-rank` (1 begun, 2 read, 3 shown), and a course the class `pal-here` or
//! `pal-next`. All lengths are in pixels of the drawing at its own size.

use std::fmt::Write;

use crate::render::pen::{Pen, Point, decimal, tenths};

/// The summit's width, as a part of the base's.
const SUMMIT: f64 = 0.15;
/// The most stones that an eye counts at a glance.
const MOST_STONES: usize = 7;
/// The least width of a stone on the screen, in pixels.
const LEAST_STONE: f64 = 8.0;
/// How much smaller the sheet on a phone shows the drawing that is beside a lesson: 172 pixels wide.
const SHEET: f64 = 172.0 / 252.0;
/// The most levels of a book.
const MOST_LEVELS: usize = 9;

/// How large a pyramid is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// What its class ends in: `pal-drawing-front`.
    name: &'static str,
    /// Its width, in pixels; it is three quarters as high.
    pub width: f64,
    /// Between two courses, in pixels: there the outline of the present one finds room.
    gap: f64,
    /// Between two stones, in pixels.
    joint: f64,
    /// The least width of a stone, in pixels.
    least: f64,
    /// The height of the marks on the ledges, in pixels.
    mark: f64,
}

impl Size {
    /// On the front page: 602 × 452.
    pub const FRONT: Self = Self { name: "front", width: 602.0, gap: 7.0, joint: 4.0, least: LEAST_STONE, mark: 15.0 };
    /// Beside a lesson, 252 × 189; over it, in the sheet on a phone, 172 × 129.
    pub const LESSON: Self =
        Self { name: "lesson", width: 252.0, gap: 5.0, joint: 3.0, least: LEAST_STONE / SHEET, mark: 10.0 };
    /// On a phone's front page: 276 × 207.
    pub const PHONE: Self = Self { name: "phone", width: 276.0, gap: 5.0, joint: 3.0, least: LEAST_STONE, mark: 11.0 };
    /// In the picture that a shared link shows: 640 × 480.
    pub const COVER: Self = Self { name: "cover", width: 640.0, gap: 8.0, joint: 4.0, least: LEAST_STONE, mark: 18.0 };

    /// Of a mark so wide, whose gaps are as large, for its courses, whatever their number.
    fn mark(levels: usize, width: f64) -> Self {
        let gap = width * 0.75 / levels.clamp(1, MOST_LEVELS) as f64 * 0.3;
        Self { name: "mark", width, gap, joint: 0.0, least: 0.0, mark: 0.0 }
    }

    /// The height, in whole pixels.
    pub fn height(self) -> f64 {
        (self.width * 0.75).round()
    }
}

/// Which way the page's script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left: *here* points from the right, *next* climbs on the left.
    Rtl,
}

/// Which course the outline and the pointer of *here* are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// For each, and the page's script says which is seen.
    Any,
    /// For the level with this number, 1 at the base.
    Level(usize),
}

/// One course, in pixels from the drawing's top left, as it lies from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// The level's number, 1 at the base.
    pub number: usize,
    /// Where its base begins.
    pub left: f64,
    /// Where its base ends.
    pub right: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// How far each side leans in from base to top.
    pub slope: f64,
}

/// What a course is built of.
#[derive(Clone, Debug, PartialEq)]
pub enum Masonry {
    /// The corners of each stone, in order.
    Stones(Vec<Vec<Point>>),
    /// The corners of the whole course, which holds more than can be told apart.
    Bar(Vec<Point>),
}

/// The courses of a pyramid of so many levels, from the base up.
pub fn courses(levels: usize, size: Size) -> Vec<Course> {
    let levels = levels.clamp(1, MOST_LEVELS);
    let pitch = (size.height() + size.gap) / levels as f64;
    let slope = size.width * (1.0 - SUMMIT) / 2.0 / (2 * levels - 1) as f64;
    let course = |index: usize| {
        let (left, bottom) = (2.0 * slope * index as f64, size.height() - pitch * index as f64);
        let (right, top) = (size.width - left, bottom - pitch + size.gap);
        Course { number: index + 1, left, right, top, bottom, slope }
    };
    (0..levels).map(course).collect()
}

impl Course {
    /// The stones of so many outcomes, each as large as the others and at least so wide; a course without any is one stone.
    pub fn masonry(&self, outcomes: usize, joint: f64, least: f64) -> Masonry {
        let stones = outcomes.max(1);
        let halfway_up = self.right - self.left - self.slope;
        if stones > MOST_STONES || halfway_up / stones as f64 - joint < least {
            return Masonry::Bar(self.between(self.left, self.right));
        }
        let edges = |index: usize| {
            let left = if index == 0 { self.left } else { self.joint_at(index, stones) + joint / 2.0 };
            let next = index + 1;
            let right = if next == stones { self.right } else { self.joint_at(next, stones) - joint / 2.0 };
            self.between(left, right)
        };
        Masonry::Stones((0..stones).map(edges).collect())
    }

    /// Where the joint before stone `index` of `stones` stands, such that as much of the course lies before it as its
    /// share. Halfway up the course the stones are all as wide, but where a joint meets the slope: in a pyramid of one
    /// level, say.
    fn joint_at(&self, index: usize, stones: usize) -> f64 {
        let width = self.right - self.left - self.slope;
        let share = width * index as f64 / stones as f64;
        let from_left = |share: f64| {
            if share < self.slope / 2.0 { (2.0 * self.slope * share).sqrt() } else { share + self.slope / 2.0 }
        };
        if 2 * index <= stones { self.left + from_left(share) } else { self.right - from_left(width - share) }
    }

    /// The corners of the part between two verticals, from its lower left.
    fn between(&self, left: f64, right: f64) -> Vec<Point> {
        let mut corners = vec![(left, self.bottom)];
        let shoulders = [self.left + self.slope, self.right - self.slope].into_iter();
        let edges = std::iter::once(left).chain(shoulders.filter(|x| left < *x && *x < right)).chain([right]);
        corners.extend(edges.map(|x| (x, self.top_at(x))));
        corners.push((right, self.bottom));
        corners.dedup();
        corners
    }

    /// Where the upper edge or the slope is at `x`.
    fn top_at(&self, x: f64) -> f64 {
        let inwards = (x - self.left).min(self.right - x).clamp(0.0, self.slope);
        self.bottom - (self.bottom - self.top) * inwards / self.slope
    }

    /// The corners of an outline around the course, so far outside of it, from its lower left.
    fn ring(&self, distance: f64) -> [Point; 4] {
        let lean = self.slope / (self.bottom - self.top);
        let aside = distance * (1.0 + lean * lean).sqrt();
        let (low, high) = (aside + distance * lean, self.slope + distance * lean - aside);
        [
            (self.left - low, self.bottom + distance),
            (self.left + high, self.top - distance),
            (self.right - high, self.top - distance),
            (self.right + low, self.bottom + distance),
        ]
    }
}

/// A pyramid as SVG, highest level first: a `<g>` for each level, or where `links` has its address an `<a>` for the
/// pointer (the keyboard and screen readers have the list of levels beside the drawing), with a `<path>` for each stone, the level's number on
/// the left ledge and the small stair of *next* on the right one; the outline and the pointer of *here* where asked for.
/// `outcomes` says of how many stones each level is built, and `links`, escaped for HTML, where it leads, both from the
/// base up.
pub fn drawing(outcomes: &[usize], links: &[String], size: Size, direction: Direction, here: Pointer) -> String {
    let mut svg = String::new();
    // Writing to a string can't fail.
    let _ = write!(
        svg,
        r#"<svg class="pal-drawing pal-drawing-{}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">"#,
        size.name,
        w = size.width,
        h = size.height()
    );
    for course in courses(outcomes.len(), size).iter().rev() {
        let stones = outcomes.get(course.number - 1).copied().unwrap_or_default();
        let is_here = here == Pointer::Level(course.number);
        let mason = Mason { course, size, direction };
        let class = if is_here { " pal-here" } else { "" };
        svg.push_str(&mason.group(stones, class, is_here || here == Pointer::Any, links.get(course.number - 1)));
    }
    svg.push_str("</svg>");
    svg
}

/// Who draws one course.
struct Mason<'a> {
    course: &'a Course,
    size: Size,
    direction: Direction,
}

impl Mason<'_> {
    /// The course with its marks, those of *here* too if it is `marked`.
    fn group(&self, outcomes: usize, class: &str, marked: bool, link: Option<&String>) -> String {
        let number = self.course.number;
        let (masonry, bar) = match self.course.masonry(outcomes, self.size.joint, self.size.least) {
            Masonry::Stones(stones) => (stones, ""),
            Masonry::Bar(corners) => (vec![corners], " pal-bar"),
        };
        let (name, link) = link.map_or(("g", String::new()), |link| ("a", format!(r#" href="{link}" tabindex="-1""#)));
        let mut svg = format!(r#"<{name} class="pal-level-{number}{bar}{class}"{link}>"#);
        for stone in &masonry {
            let _ = write!(svg, r#"<path d="{}"/>"#, self.pen().polygon(stone).finish());
        }
        if marked {
            svg.push_str(&self.here());
        }
        let (x, y) = self.ledge();
        let x = if self.direction == Direction::Rtl { self.size.width - x } else { x };
        let _ = write!(svg, r#"<text x="{}" y="{}">{number}</text>"#, decimal(tenths(x)), decimal(tenths(y)));
        let _ = write!(svg, r#"<path class="pal-stair" d="{}"/></{name}>"#, self.stair());
        svg
    }

    fn pen(&self) -> Pen {
        if self.direction == Direction::Rtl { Pen::mirrored(self.size.width) } else { Pen::new() }
    }

    /// Where the number ends: at the foot of the course, on the ledge of the one below.
    fn ledge(&self) -> Point {
        (self.course.left - self.size.gap - 2.0, self.course.bottom)
    }

    /// The outline of *here*, and the pointer before the number.
    fn here(&self) -> String {
        let ring = self.pen().polygon(&self.course.ring(self.size.gap / 2.0)).finish();
        let (x, y) = self.ledge();
        let mark = self.size.mark;
        let (tip, middle) = (x - mark, y - mark * 0.45);
        let back = tip - mark * 0.7;
        let half = mark * 0.5;
        let pointer = self.pen().polygon(&[(tip, middle), (back, middle - half), (back, middle + half)]).finish();
        format!(r#"<path class="pal-ring" d="{ring}"/><path class="pal-pointer" d="{pointer}"/>"#)
    }

    /// The small stair on the right ledge, which leads up and in.
    fn stair(&self) -> String {
        let foot = (self.course.right + self.size.gap + 1.0, self.course.bottom);
        let step = self.size.mark / 3.0;
        let mut corners = vec![foot];
        for tread in 0..3 {
            let (x, y) = (foot.0 + step * f64::from(tread), foot.1 - step * f64::from(3 - tread));
            corners.extend([(x, y), (x + step, y)]);
        }
        corners.push((foot.0 + 3.0 * step, foot.1));
        self.pen().polygon(&corners).finish()
    }
}

/// The outlines of the courses of a mark so wide: a pyramid of so many levels whose stones can't be told apart, from the
/// base up.
pub fn mark_courses(levels: usize, width: f64) -> Vec<Vec<Point>> {
    let courses = courses(levels, Size::mark(levels, width)).into_iter();
    courses.map(|course| course.between(course.left, course.right)).collect()
}

/// The mark in the page's header: 24 × 18 pixels, a course a level. With a present level, that course is whole and the
/// others are only their ledges, so that it is told without colour.
pub fn mark(levels: usize, here: Option<usize>) -> String {
    let levels = levels.clamp(1, MOST_LEVELS);
    let size = Size::mark(levels, 24.0);
    let mut pen = Pen::new();
    let mut present = None;
    for course in courses(levels, size).iter().rev() {
        if here == Some(course.number) {
            present = Some((course.number, Pen::new().polygon(&course.between(course.left, course.right)).finish()));
        } else if here.is_some() {
            let top = course.bottom - (course.bottom - course.top) * 0.4;
            let lean = course.slope * 0.4;
            let (left, right) = (course.left, course.right);
            pen.polygon(&[(left, course.bottom), (left + lean, top), (right - lean, top), (right, course.bottom)]);
        } else {
            pen.polygon(&course.between(course.left, course.right));
        }
    }
    let present =
        present.map_or_else(String::new, |(number, d)| format!(r#"<path class="pal-level-{number}" d="{d}"/>"#));
    let rest = pen.finish();
    let rest = if rest.is_empty() { rest } else { format!(r#"<path d="{rest}"/>"#) };
    format!(
        r#"<svg class="pal-mark" viewBox="0 0 24 18" width="24" height="18" aria-hidden="true">{rest}{present}</svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [Size; 3] = [Size::FRONT, Size::LESSON, Size::PHONE];

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    /// The area of a polygon, in square pixels.
    fn area(corners: &[Point]) -> f64 {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).map(|(one, other)| one.0 * other.1 - other.0 * one.1).sum::<f64>().abs() / 2.0
    }

    fn stones(course: &Course, outcomes: usize, joint: f64) -> Vec<Vec<Point>> {
        match course.masonry(outcomes, joint, LEAST_STONE) {
            Masonry::Stones(stones) => stones,
            Masonry::Bar(_) => Vec::new(),
        }
    }

    #[test]
    fn a_pyramid_is_four_wide_to_three_high_at_every_size_and_number_of_levels() {
        for size in SIZES {
            for levels in 1..=9 {
                let courses = courses(levels, size);
                let (base, summit) = (courses.first().unwrap(), courses.last().unwrap());
                assert!(close(base.right - base.left, size.width));
                assert!(close(base.bottom, size.height()) && close(summit.top, 0.0));
                assert!((size.width / size.height() - 4.0 / 3.0).abs() < 0.01);
                assert!(close(summit.right - summit.left - 2.0 * summit.slope, 0.15 * size.width));
            }
        }
    }

    #[test]
    fn half_of_each_inset_is_slope_and_half_is_ledge() {
        for levels in 2..=9 {
            for pair in courses(levels, Size::FRONT).windows(2) {
                let [below, above] = pair else { unreachable!() };
                assert!(close(above.left - below.left, 2.0 * below.slope));
                assert!(close(below.top - above.bottom, Size::FRONT.gap));
            }
        }
    }

    #[test]
    fn the_stones_of_a_course_are_as_large_as_each_other() {
        for levels in 1..=9 {
            for course in courses(levels, Size::FRONT) {
                for outcomes in 1..=7 {
                    let areas: Vec<f64> = stones(&course, outcomes, 0.0).iter().map(|stone| area(stone)).collect();
                    assert!(areas.iter().all(|one| close(*one, areas[0])), "{levels} {course:?} {areas:?}");
                }
            }
        }
    }

    #[test]
    fn one_outcome_is_the_whole_course_and_none_too() {
        let courses = courses(5, Size::FRONT);
        assert_eq!(stones(&courses[1], 1, 4.0), stones(&courses[1], 0, 4.0));
        assert_eq!(stones(&courses[1], 1, 4.0)[0], courses[1].between(courses[1].left, courses[1].right));
    }

    #[test]
    fn joints_are_upright_and_as_wide_as_asked() {
        for course in courses(5, Size::LESSON) {
            let stones = stones(&course, 4, 3.0);
            for pair in stones.windows(2) {
                let right = pair[0].last().unwrap().0;
                assert!(close(pair[1][0].0 - right, 3.0));
                assert!(close(pair[1][1].0, pair[1][0].0));
            }
        }
    }

    #[test]
    fn what_can_not_be_told_apart_is_a_bar() {
        let front = courses(5, Size::FRONT);
        assert!(matches!(front[0].masonry(8, 4.0, LEAST_STONE), Masonry::Bar(_)));
        assert!(matches!(front[4].masonry(7, 4.0, LEAST_STONE), Masonry::Stones(_)));
        let phone = courses(5, Size::PHONE);
        assert!(matches!(phone[4].masonry(5, 3.0, LEAST_STONE), Masonry::Bar(_)));
        assert!(matches!(phone[4].masonry(4, 3.0, LEAST_STONE), Masonry::Stones(_)));
        // Beside a lesson there is room for four; in the sheet, which shows the same drawing, for three.
        let lesson = courses(5, Size::LESSON);
        assert!(matches!(lesson[4].masonry(4, 3.0, LEAST_STONE), Masonry::Stones(_)));
        assert!(matches!(lesson[4].masonry(4, 3.0, Size::LESSON.least), Masonry::Bar(_)));
        assert!(matches!(lesson[4].masonry(3, 3.0, Size::LESSON.least), Masonry::Stones(_)));
    }

    #[test]
    fn the_outline_of_here_stays_between_the_courses() {
        for size in SIZES {
            for levels in 1..=9 {
                for course in courses(levels, size) {
                    let [low, high, ..] = course.ring(size.gap / 2.0);
                    assert!(close(low.1 - course.bottom, size.gap / 2.0) && close(course.top - high.1, size.gap / 2.0));
                    assert!(low.0 < course.left && high.0 < course.left + course.slope);
                }
            }
        }
    }

    #[test]
    fn from_right_to_left_it_is_the_mirror_image() {
        let stones = |direction| drawing(&[1], &[], Size::LESSON, direction, Pointer::Level(1));
        assert!(stones(Direction::Ltr).contains(r#"<path d="M0 189l107.1-189h37.8l107.1 189z"/>"#));
        assert!(stones(Direction::Rtl).contains(r#"<path d="M252 189l-107.1-189h-37.8l-107.1 189z"/>"#));
        assert!(stones(Direction::Ltr).contains(r#"<text x="-7" y="189">1</text>"#));
        assert!(stones(Direction::Rtl).contains(r#"<text x="259" y="189">1</text>"#));
    }

    #[test]
    fn a_drawing_has_a_stone_an_outcome_and_no_state() {
        let svg = drawing(&[5, 4, 9, 1, 0], &[], Size::FRONT, Direction::Ltr, Pointer::Any);
        assert_eq!(svg.matches("<path d=").count(), 5 + 4 + 1 + 1 + 1);
        assert_eq!(svg.matches("<g ").count(), 5);
        assert!(svg.find("pal-level-5") < svg.find("pal-level-1"));
        assert!(svg.contains(r#"<g class="pal-level-3 pal-bar">"#));
        assert!(!svg.contains("data-") && !svg.contains("pal-here"));
        assert_eq!(svg.matches("pal-ring").count(), 5);
        assert_eq!(
            drawing(&[5, 4], &[], Size::LESSON, Direction::Ltr, Pointer::Level(2)).matches("pal-ring").count(),
            1
        );
    }

    #[test]
    fn courses_can_lead_to_their_levels() {
        let links = ["naviguer/".to_owned(), "securiser/".to_owned()];
        let svg = drawing(&[1, 1, 1], &links, Size::FRONT, Direction::Ltr, Pointer::Any);
        assert!(svg.contains(r#"<a class="pal-level-2" href="securiser/" tabindex="-1">"#));
        assert_eq!((svg.matches("</a>").count(), svg.matches("</g>").count()), (2, 1));
    }

    #[test]
    fn hostile_numbers_are_drawn_too() {
        assert_eq!(drawing(&[], &[], Size::LESSON, Direction::Ltr, Pointer::Level(7)).matches("<g ").count(), 1);
        assert_eq!(
            drawing(&[usize::MAX; 40], &[], Size::LESSON, Direction::Ltr, Pointer::Any).matches("<g ").count(),
            9
        );
        assert!(mark(0, Some(4)).contains("<path"));
    }

    #[test]
    fn drawings_are_small() {
        let bytes = |outcomes: &[usize], here| drawing(outcomes, &[], Size::LESSON, Direction::Ltr, here).len();
        assert!(bytes(&[5, 4, 4, 4, 3], Pointer::Level(2)) < 2200);
        assert!(bytes(&[7; 9], Pointer::Level(3)) < 4600);
        assert!(mark(5, Some(2)).len() < 330);
    }

    #[test]
    fn the_mark_tells_the_present_level_by_its_shape() {
        assert_eq!(
            mark(2, None),
            r#"<svg class="pal-mark" viewBox="0 0 24 18" width="24" height="18" aria-hidden="true"><path d="M6.8 7.7l3.4-7.7h3.6l3.4 7.7zM0 18l3.4-7.6h17.2l3.4 7.6z"/></svg>"#
        );
        assert!(mark(5, Some(2)).contains(r#"<path class="pal-level-2" d="#));
    }
}
