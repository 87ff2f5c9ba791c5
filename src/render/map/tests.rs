use super::*;

/// Lessons by level, with what each needs; a need of several is a choice.
fn book(lessons: &[(usize, &[&[usize]])]) -> Vec<Lesson> {
    let lesson = |(level, needs): &(usize, &[&[usize]])| Lesson {
        level: *level,
        lines: 2,
        needs: needs.iter().map(|any| any.to_vec()).collect(),
    };
    lessons.iter().map(lesson).collect()
}

fn wide(lessons: &[Lesson]) -> Map {
    layered(lessons, Room::WIDE, Direction::Ltr)
}

/// Numbers that look like chance and are always the same (Knuth's generator).
fn chance(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 40) as usize
}

/// A book of `n` lessons in `levels` levels, each with up to three needs among the lessons before it.
fn random(n: usize, levels: usize, reach: usize) -> Vec<Lesson> {
    let mut seed = 7;
    let lesson = |index: usize| {
        let mut need = || vec![index.saturating_sub(1 + chance(&mut seed) % reach)];
        let count = index % 4;
        Lesson { level: index * levels / n, lines: 1 + index % 3, needs: (0..count).map(|_| need()).collect() }
    };
    (0..n).map(lesson).collect()
}

fn overlap(one: &Card, other: &Card) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

fn sound(map: &Map, lessons: &[Lesson]) {
    assert_eq!(map.cards.len(), lessons.len());
    for (index, card) in map.cards.iter().enumerate() {
        assert!(card.x >= 0.0 && card.x + card.width <= map.width, "{index}: {card:?}");
        assert!(card.y >= 0.0 && card.y + card.height <= map.height, "{index}: {card:?}");
        assert!(map.cards[..index].iter().rev().take(200).all(|other| !overlap(card, other)), "{index}");
    }
    assert!(map.lines.iter().all(|line| line.path.starts_with('M')));
}

#[test]
fn a_tree_has_no_crossings() {
    let lessons = book(&[
        (0, &[]),
        (1, &[&[0]]),
        (1, &[&[0]]),
        (1, &[&[0]]),
        (2, &[&[3]]),
        (2, &[&[1]]),
        (2, &[&[2]]),
        (3, &[&[5]]),
        (3, &[&[4]]),
    ]);
    let map = wide(&lessons);
    sound(&map, &lessons);
    assert_eq!(map.crossings, 0);
}

#[test]
fn a_reversed_row_is_turned() {
    let lessons = book(&[(0, &[]), (0, &[]), (0, &[]), (1, &[&[2]]), (1, &[&[1]]), (1, &[&[0]])]);
    assert_eq!(wide(&lessons).crossings, 0);
}

#[test]
fn two_that_both_need_both_cross_once() {
    let lessons = book(&[(0, &[]), (0, &[]), (1, &[&[0], &[1]]), (1, &[&[0], &[1]])]);
    assert_eq!(wide(&lessons).crossings, 1);
}

#[test]
fn three_that_all_need_all_cross_as_little_as_can_be() {
    let all: &[&[usize]] = &[&[0], &[1], &[2]];
    let lessons = book(&[(0, &[]), (0, &[]), (0, &[]), (1, all), (1, all), (1, all)]);
    assert_eq!(wide(&lessons).crossings, 9);
}

#[test]
fn the_sketch_has_no_crossings() {
    // The map of `look/parcours-1440.png`.
    let lessons = book(&[
        (0, &[]),
        (0, &[&[0]]),
        (0, &[]),
        (0, &[]),
        (1, &[&[0]]),
        (1, &[&[4], &[6]]),
        (1, &[&[1]]),
        (1, &[&[2]]),
        (2, &[&[5]]),
        (2, &[&[6]]),
        (2, &[&[7], &[3]]),
        (3, &[&[8, 9]]),
        (3, &[&[9]]),
        (4, &[&[11], &[12]]),
        (4, &[&[10]]),
    ]);
    let map = wide(&lessons);
    sound(&map, &lessons);
    assert!(map.crossings <= 1, "{}", map.crossings);
    assert_eq!(map.joins.len(), 1);
    assert_eq!(map.lines.iter().filter(|line| line.any).count(), 2);
}

#[test]
fn a_lesson_stands_beside_the_only_one_of_its_level_that_it_needs() {
    let lessons = book(&[(0, &[]), (0, &[&[0]]), (0, &[&[1]])]);
    let map = wide(&lessons);
    assert!(map.cards.iter().all(|card| card.y == map.cards[0].y));
    assert!(map.cards[0].x < map.cards[1].x && map.cards[1].x < map.cards[2].x);
    let lessons = book(&[(0, &[]), (0, &[]), (0, &[&[0], &[1]])]);
    let map = wide(&lessons);
    assert!(map.cards[2].y < map.cards[0].y);
}

#[test]
fn the_base_is_at_the_bottom() {
    let lessons = book(&[(0, &[]), (1, &[]), (4, &[])]);
    for map in [wide(&lessons), column(&lessons, 288.0, Direction::Ltr)] {
        sound(&map, &lessons);
        assert!(map.cards[0].y > map.cards[1].y && map.cards[1].y > map.cards[2].y);
        assert_eq!(map.bands.iter().map(|band| band.level).collect::<Vec<_>>(), [0, 1, 4]);
    }
}

#[test]
fn one_lesson_or_none_is_a_map_too() {
    assert_eq!(wide(&[]).height, 0.0);
    assert_eq!(column(&[], 288.0, Direction::Ltr).height, 0.0);
    let lessons = book(&[(0, &[])]);
    sound(&wide(&lessons), &lessons);
    sound(&column(&lessons, 288.0, Direction::Ltr), &lessons);
    assert!(wide(&lessons).lines.is_empty());
}

#[test]
fn needs_that_are_not_there_or_are_said_twice_are_left_out() {
    let lessons = book(&[(0, &[&[0], &[9]]), (0, &[&[0], &[0], &[0, 9]])]);
    assert_eq!(links(&lessons), [Link { from: 0, to: 1, choice: None }]);
}

#[test]
fn a_circle_ends() {
    let lessons = book(&[(0, &[&[2]]), (0, &[&[0]]), (0, &[&[1]]), (1, &[&[4]]), (1, &[&[3], &[0]]), (0, &[&[4]])]);
    let mut lessons = lessons;
    lessons.sort_by_key(|lesson| lesson.level);
    for map in
        [wide(&lessons), layered(&lessons, Room::MIDDLE, Direction::Rtl), column(&lessons, 288.0, Direction::Rtl)]
    {
        sound(&map, &lessons);
        assert_eq!(map.lines.len(), links(&lessons).len());
    }
}

#[test]
fn a_need_of_a_higher_level_leads_down() {
    let lessons = book(&[(0, &[&[1]]), (1, &[])]);
    let map = wide(&lessons);
    assert_eq!(map.lines[0].from, 1);
    assert!(map.cards[0].y > map.cards[1].y);
}

#[test]
fn two_hundred_prerequisites_are_drawn() {
    let needs: Vec<Vec<usize>> = (0..200).map(|need| vec![need]).collect();
    let mut lessons: Vec<Lesson> = (0..200).map(|_| Lesson { level: 0, lines: 1, needs: Vec::new() }).collect();
    lessons.push(Lesson { level: 1, lines: 1, needs });
    let map = wide(&lessons);
    sound(&map, &lessons);
    assert_eq!(map.lines.len(), 200);
}

#[test]
fn without_needs_there_are_cards_only() {
    let lessons: Vec<Lesson> = (0..60).map(|index| Lesson { level: index / 12, lines: 2, needs: Vec::new() }).collect();
    let map = wide(&lessons);
    sound(&map, &lessons);
    assert!(map.lines.is_empty() && map.crossings == 0);
}

#[test]
fn from_right_to_left_lines_are_mirrored_and_cards_are_where_they_were() {
    let lessons = random(30, 4, 9);
    let (ltr, rtl) = (wide(&lessons), layered(&lessons, Room::WIDE, Direction::Rtl));
    assert_eq!(ltr.cards, rtl.cards);
    assert_ne!(ltr.lines, rtl.lines);
}

#[test]
fn the_same_book_gives_the_same_map() {
    let lessons = random(60, 5, 20);
    assert_eq!(wide(&lessons), wide(&lessons));
    assert_eq!(
        wide(&lessons).svg("wide", "ou", Direction::Ltr, |level| Some(level + 1)),
        wide(&lessons).svg("wide", "ou", Direction::Ltr, |level| Some(level + 1))
    );
}

#[test]
fn sweeps_leave_few_crossings() {
    let lessons = random(60, 5, 12);
    let rows = rows::Rows::new(&lessons, &links(&lessons), Room::WIDE);
    let mut graph = order::Graph::new(&rows, &links(&lessons), lessons.len());
    let before = graph.crossings();
    let after = graph.settle();
    assert!(after * 3 < before, "{before} → {after}");
}

#[test]
fn work_grows_as_the_book_does() {
    let cost = |n: usize| wide(&random(n, 5, 40)).work;
    let tall = |n: usize| wide(&random(n, 5, n)).work;
    let one_level = |n: usize| wide(&random(n, 1, 5)).work;
    let beside = |n: usize| column(&random(n, 5, n), 288.0, Direction::Ltr).work;
    for (name, cost) in
        [("near", &cost as &dyn Fn(usize) -> usize), ("far", &tall), ("level", &one_level), ("column", &beside)]
    {
        let (once, twice) = (cost(1000), cost(2000));
        assert!(twice * 10 < once * 23, "{name}: {once} for 1000, {twice} for 2000");
    }
}

#[test]
fn ten_thousand_lessons_end() {
    let lessons = random(10_000, 9, 3000);
    let map = wide(&lessons);
    sound(&map, &lessons);
    sound(&column(&lessons, 288.0, Direction::Ltr), &lessons);
}

#[test]
fn titles_are_measured_in_lines() {
    assert_eq!(lines("Lire", 20, 3), 1);
    assert_eq!(lines("Entrer dans un nouvel écosystème", 20, 3), 2);
    assert_eq!(lines("mot ".repeat(60).trim(), 20, 4), 4);
    assert_eq!(lines(&"a".repeat(50), 20, 9), 3);
    assert_eq!(lines("学习数字身份的基础知识和技能", 20, 3), 2);
    assert_eq!(lines("", 20, 3), 1);
    assert_eq!(lines("a b", 0, 9), 2);
}

#[test]
fn lines_to_one_lesson_come_together() {
    let mut lessons: Vec<Lesson> = (0..30).map(|_| Lesson { level: 0, lines: 1, needs: Vec::new() }).collect();
    lessons.push(Lesson { level: 1, lines: 1, needs: (0..30).map(|need| vec![need]).collect() });
    let map = wide(&lessons);
    sound(&map, &lessons);
    assert!(map.crossings < 10, "{}", map.crossings);
    let ends = |line: &Line| line.path.rsplit('M').next().map(str::to_owned);
    let arrows: BTreeSet<Option<String>> = map.lines.iter().map(ends).collect();
    assert!(arrows.len() < 7, "{arrows:?}");
}

#[test]
fn a_level_by_itself_has_what_it_needs_below_and_what_it_opens_above() {
    let lessons = book(&[(0, &[]), (0, &[]), (1, &[&[0]]), (1, &[&[2, 1]]), (2, &[&[3], &[0]]), (2, &[&[4]])]);
    let excerpt = excerpt(&lessons, 1, 12);
    let told: Vec<(usize, usize, Vec<Vec<usize>>)> =
        excerpt.into_iter().map(|(lesson, shown)| (lesson, shown.level, shown.needs)).collect();
    let own = |needs: &[&[usize]]| needs.iter().map(|any| any.to_vec()).collect::<Vec<_>>();
    assert_eq!(
        told,
        [(0, 0, own(&[])), (1, 0, own(&[])), (2, 1, own(&[&[0]])), (3, 1, own(&[&[2, 1]])), (4, 2, own(&[&[3], &[]])),]
    );
}
