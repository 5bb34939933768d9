package genesys

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// wireEvaluation is an evaluation as Genesys writes it.
type wireEvaluation struct {
	ID             string `json:"id"`
	Conversation   wireID `json:"conversation"`
	Agent          wireID `json:"agent"`
	Evaluator      wireID `json:"evaluator"`
	Queue          wireID `json:"queue"`
	Calibration    wireID `json:"calibration"`
	EvaluationForm struct {
		ContextID string `json:"contextId"`
	} `json:"evaluationForm"`
	Answers struct {
		TotalScore         wireNumber `json:"totalScore"`
		TotalCriticalScore wireNumber `json:"totalCriticalScore"`
	} `json:"answers"`
	MediaType     []string `json:"mediaType"`
	SubmittedDate string   `json:"submittedDate"`
	ReleaseDate   string   `json:"releaseDate"`
	NeverRelease  bool     `json:"neverRelease"`
}

// wireID refers to something; a name beside it is not read.
type wireID struct {
	ID string `json:"id"`
}

// decodeEvaluations reads page number of a search, checked against the question's range.
func decodeEvaluations(answer *jsontext.Decoder, r quality.Range, ai bool, number int) (quality.EvaluationPage, error) {
	var total, pageNumber wireNumber
	numbers := map[string]*wireNumber{"total": &total, "pageNumber": &pageNumber}
	rows := map[string]int{}
	evaluations := []quality.Evaluation{}
	err := decodeList(answer, "results", numbers, func(row int) error {
		var wire wireEvaluation
		if err := decodeRow(answer, &wire, row); err != nil {
			return err
		}
		found, what := wire.check(r)
		if first, twice := rows[wire.ID]; what == "" && twice {
			what = fmt.Sprintf("row %d is the same evaluation", first)
		}
		if what == "" && row > quality.PageSize {
			what = fmt.Sprintf("a page has %d evaluations at most", quality.PageSize)
		}
		if what != "" {
			return &AnswerError{Row: row, What: what}
		}
		rows[wire.ID] = row
		found.AI = ai
		evaluations = append(evaluations, found)
		return nil
	})
	if err != nil {
		return quality.EvaluationPage{}, err
	}
	page := quality.EvaluationPage{Evaluations: evaluations}
	seen := 0 // so many are there at least
	if len(evaluations) > 0 {
		seen = (number-1)*quality.PageSize + len(evaluations)
	}
	var what string
	if page.Total, what = totalOf(total, seen); what == "" {
		what = pageFault(pageNumber, number)
	}
	if what != "" {
		return quality.EvaluationPage{}, &AnswerError{What: what}
	}
	return page, nil
}

// totalOf is how many evaluations match, nil where Genesys does not say; so many have been seen.
func totalOf(total wireNumber, seen int) (*int, string) {
	if !total.given {
		return nil, ""
	}
	said, what := total.whole()
	if what != "" {
		return nil, "total " + what
	}
	if said < int64(seen) {
		return nil, fmt.Sprintf("total is %d, less than the evaluations up to here", said)
	}
	matching := int(said)
	return &matching, ""
}

// pageFault says that the page is another one than was asked for.
func pageFault(pageNumber wireNumber, number int) string {
	if got, what := pageNumber.whole(); pageNumber.given && (what != "" || got != int64(number)) {
		return fmt.Sprintf("it is not page %d", number)
	}
	return ""
}

// check is the evaluation, or what is wrong with it.
func (w *wireEvaluation) check(r quality.Range) (quality.Evaluation, string) {
	if strings.TrimSpace(w.ID) == "" {
		return quality.Evaluation{}, "id is missing"
	}
	submitted, err := time.Parse(time.RFC3339, w.SubmittedDate)
	switch {
	case w.SubmittedDate == "":
		return quality.Evaluation{}, "submittedDate is missing"
	case err != nil:
		return quality.Evaluation{}, fmt.Sprintf("submittedDate %q is not a date", w.SubmittedDate)
	case submitted.Before(r.From) || !submitted.Before(r.To):
		return quality.Evaluation{}, fmt.Sprintf("submittedDate %s is not within %s", w.SubmittedDate, r)
	}
	found := quality.Evaluation{
		ID: w.ID, Submitted: submitted.UTC(), ConversationID: w.Conversation.ID,
		AgentID: idOrNone(w.Agent.ID), EvaluatorID: idOrNone(w.Evaluator.ID), QueueID: idOrNone(w.Queue.ID), FormID: idOrNone(w.EvaluationForm.ContextID),
		Released: w.ReleaseDate != "" && !w.NeverRelease, MediaType: strings.Join(w.MediaType, ", "), Calibration: w.Calibration.ID != "",
	}
	if w.Answers.TotalScore.given { // Genesys keeps the score of some from some clients.
		score, what := w.Answers.TotalScore.percent()
		if what != "" {
			return quality.Evaluation{}, "totalScore " + what
		}
		found.Score = &score
	}
	if w.Answers.TotalCriticalScore.given {
		critical, what := w.Answers.TotalCriticalScore.percent()
		if what != "" {
			return quality.Evaluation{}, "totalCriticalScore " + what
		}
		found.CriticalScore = &critical
	}
	return found, ""
}
